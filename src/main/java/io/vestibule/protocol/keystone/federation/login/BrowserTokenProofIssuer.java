package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Blocks;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.realm.RelyingParty.ConsentMode;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The Identity API itself as a relying party: one door for each identity provider, through its connector alone. */
@ApplicationScoped
class BrowserTokenProofIssuer implements ProofIssuer {
    static final String PROTOCOL = "keystone-browser";
    private static final String DOORS = "vestibule:identity-api/";

    private final Realms realms;
    private final IdentityProviders providers;
    private final Providers standing;
    private final BrowserTickets tickets;
    private final WebSsoLogout logout;
    private final DeniedPages denied;
    private final BaseUrl base;

    BrowserTokenProofIssuer(
            Realms realms,
            IdentityProviders providers,
            Providers standing,
            BrowserTickets tickets,
            WebSsoLogout logout,
            DeniedPages denied,
            BaseUrl base) {
        this.realms = realms;
        this.providers = providers;
        this.standing = standing;
        this.tickets = tickets;
        this.logout = logout;
        this.denied = denied;
        this.base = base;
    }

    /** None for an identity provider whose name is too long for one. */
    static Optional<RelyingPartyId> door(IdentityProvider idp) {
        return door(idp.id());
    }

    static Optional<RelyingPartyId> door(String idp) {
        return Optional.of(DOORS + URLEncoder.encode(idp, StandardCharsets.UTF_8))
                .filter(RelyingPartyId::isValid)
                .map(RelyingPartyId::new);
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        if (!id.value().startsWith(DOORS) || !KeystoneRealm.isDeclared(realm)) {
            return Optional.empty();
        }
        return providers.all(realm.name()).stream()
                .filter(idp -> idp.enabled() && door(idp).equals(Optional.of(id)))
                .flatMap(idp -> idp.connector().stream())
                .findFirst()
                .map(connector -> new RelyingParty(
                        id,
                        realm.displayName(),
                        realm.theme().logo(),
                        Optional.of(base.issuer(realm.name())),
                        true,
                        Set.of(connector),
                        ConsentMode.TRUSTED,
                        Blocks.none()));
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        WebSsoMemory asked = WebSsoMemory.unpacked(request.memory());
        try {
            standing.cameInBy(realm(request), asked, authentication);
            String ticket = tickets.give(authentication.session().id().toString(), asked);
            return new BrowserReply.Redirect(URI.create(request.replyTo() + "?" + BrowserTokens.TICKET + "=" + ticket));
        } catch (KeystoneRefused no) {
            return denied.of(request, party(request), authentication, no);
        }
    }

    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        return denied.of(request, party(request), refusal);
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
