package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.protocol.keystone.federation.login.Dashboards.Trusted;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/** Hands a dashboard the token of whoever signed in, in the form it takes them by. */
@ApplicationScoped
class WebSsoProofIssuer implements ProofIssuer {
    static final String PROTOCOL = "keystone";

    private final Realms realms;
    private final Dashboards dashboards;
    private final SessionTokens tokens;
    private final WebSsoLogout logout;
    private final DeniedPages denied;

    WebSsoProofIssuer(
            Realms realms, Dashboards dashboards, SessionTokens tokens, WebSsoLogout logout, DeniedPages denied) {
        this.realms = realms;
        this.dashboards = dashboards;
        this.tokens = tokens;
        this.logout = logout;
        this.denied = denied;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        try {
            Issued issued = tokens.issue(
                    realm(request), request.relyingParty(), WebSsoMemory.unpacked(request.memory()), authentication);
            return new BrowserReply.AutoPost(request.replyTo(), Map.of("token", issued.text()));
        } catch (KeystoneRefused no) {
            return denied.of(request, party(request), authentication, no);
        }
    }

    /** A dashboard has no place where it is told no: the person is told, or is brought back when it was they who changed their mind. */
    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        return denied.of(request, party(request), refusal);
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return dashboards.find(realm, id).map(Trusted::party);
    }

    @Override
    public Optional<LogoutParticipant> logoutParticipant() {
        return Optional.of(logout);
    }

    private Optional<RelyingParty> party(AuthnRequest request) {
        return relyingParty(realm(request), request.relyingParty());
    }

    private Realm realm(AuthnRequest request) {
        return realms.find(request.realm())
                .orElseThrow(() -> new IllegalStateException("login proves for realms in force only"));
    }
}
