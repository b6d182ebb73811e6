package io.vestibule.protocol.keystone.federated;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.Reference;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.protocol.keystone.federated.Dashboards.Trusted;
import io.vestibule.protocol.keystone.token.Issued;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.relyingparty.ProofIssuer;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hands a dashboard the token of whoever signed in, in the form it takes them by. */
@ApplicationScoped
class WebSsoProofIssuer implements ProofIssuer {
    static final String PROTOCOL = "keystone";
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final Realms realms;
    private final Dashboards dashboards;
    private final SessionTokens tokens;
    private final WebSsoLogout logout;
    private final AuditLog audit;
    private final BaseUrl base;

    WebSsoProofIssuer(
            Realms realms,
            Dashboards dashboards,
            SessionTokens tokens,
            WebSsoLogout logout,
            AuditLog audit,
            BaseUrl base) {
        this.realms = realms;
        this.dashboards = dashboards;
        this.tokens = tokens;
        this.logout = logout;
        this.audit = audit;
        this.base = base;
    }

    @Override
    public String protocol() {
        return PROTOCOL;
    }

    @Override
    public BrowserReply prove(AuthnRequest request, Authentication authentication) {
        Realm realm = realm(request);
        try {
            Issued issued = tokens.issue(realm, WebSsoMemory.unpacked(request.memory()), authentication);
            return new BrowserReply.AutoPost(request.replyTo(), Map.of("token", issued.text()));
        } catch (KeystoneRefused no) {
            Reference reference = audit.refuse(new io.vestibule.audit.Refusal(
                    realm.name(),
                    Circumstances.from("")
                            .at(request.relyingParty())
                            .by(authentication.connector())
                            .of(authentication.session().user())
                            .in(authentication.session().id()),
                    "websso",
                    no.reason()));
            return page(request, Kind.ACCOUNT_REFUSED, FORBIDDEN, reference);
        }
    }

    /** A dashboard has no place where it is told no: the person is told, or is brought back when it was they who changed their mind. */
    @Override
    public BrowserReply refuse(AuthnRequest request, Refusal refusal) {
        return switch (refusal.reason()) {
            case ACCESS_DENIED ->
                home(request)
                        .<BrowserReply>map(BrowserReply.Redirect::new)
                        .orElseGet(() -> page(request, Kind.UPSTREAM_DENIED, FORBIDDEN, refusal.reference()));
            case TEMPORARILY_UNAVAILABLE, SERVER_ERROR ->
                page(request, Kind.INTERNAL, UNAVAILABLE, refusal.reference());
            default -> page(request, Kind.ACCOUNT_REFUSED, FORBIDDEN, refusal.reference());
        };
    }

    @Override
    public Optional<RelyingParty> relyingParty(Realm realm, RelyingPartyId id) {
        return dashboards.find(realm, id).map(Trusted::party);
    }

    @Override
    public Optional<LogoutParticipant> logoutParticipant() {
        return Optional.of(logout);
    }

    private Optional<URI> home(AuthnRequest request) {
        return relyingParty(realm(request), request.relyingParty()).flatMap(RelyingParty::home);
    }

    private BrowserReply page(AuthnRequest request, Kind kind, int status, Reference reference) {
        List<WayOn> ways = new ArrayList<>();
        home(request).ifPresent(uri -> ways.add(new WayOn(Label.BACK_TO_APPLICATION, uri)));
        ways.add(new WayOn(Label.PORTAL_HOME, base.issuer(request.realm())));
        ErrorView view = new ErrorView(
                Optional.of(request.realm()),
                relyingParty(realm(request), request.relyingParty())
                        .map(party -> RelyingPartyView.of(party, request.replyTo())),
                kind,
                Optional.empty(),
                reference,
                ways);
        return new BrowserReply.Page(status, view);
    }

    private Realm realm(AuthnRequest request) {
        return realms.find(request.realm())
                .orElseThrow(() -> new IllegalStateException("login proves for realms in force only"));
    }
}
