package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.Reference;
import io.vestibule.login.view.ErrorView;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.ErrorView.Label;
import io.vestibule.login.view.ErrorView.WayOn;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.Authentication;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells a person that there is no token, where nobody else can be told. */
@ApplicationScoped
class DeniedPages {
    private static final int FORBIDDEN = 403;
    private static final int UNAVAILABLE = 503;

    private final AuditLog audit;
    private final BaseUrl base;

    DeniedPages(AuditLog audit, BaseUrl base) {
        this.audit = audit;
        this.base = base;
    }

    /** They signed in, and may have none. */
    BrowserReply of(
            AuthnRequest request, Optional<RelyingParty> party, Authentication authentication, KeystoneRefused no) {
        Reference reference = audit.refuse(new io.vestibule.audit.Refusal(
                request.realm(),
                Circumstances.from("")
                        .at(request.relyingParty())
                        .by(authentication.connector())
                        .of(authentication.session().user())
                        .in(authentication.session().id()),
                request.protocol().equals(WebSsoProofIssuer.PROTOCOL) ? "websso" : request.protocol(),
                no.reason()));
        return page(request, party, Kind.ACCOUNT_REFUSED, FORBIDDEN, reference);
    }

    /** They did not sign in; back to where they came from when it was they who changed their mind. */
    BrowserReply of(AuthnRequest request, Optional<RelyingParty> party, Refusal refusal) {
        return switch (refusal.reason()) {
            case ACCESS_DENIED ->
                party.flatMap(RelyingParty::home)
                        .<BrowserReply>map(BrowserReply.Redirect::new)
                        .orElseGet(() -> page(request, party, Kind.UPSTREAM_DENIED, FORBIDDEN, refusal.reference()));
            case TEMPORARILY_UNAVAILABLE, SERVER_ERROR ->
                page(request, party, Kind.INTERNAL, UNAVAILABLE, refusal.reference());
            case CONTEXT_NOT_MET -> page(request, party, Kind.SECOND_FACTOR_NEEDED, FORBIDDEN, refusal.reference());
            default -> page(request, party, Kind.ACCOUNT_REFUSED, FORBIDDEN, refusal.reference());
        };
    }

    private BrowserReply page(
            AuthnRequest request, Optional<RelyingParty> party, Kind kind, int status, Reference reference) {
        URI portal = base.issuer(request.realm());
        List<WayOn> ways = new ArrayList<>();
        party.flatMap(RelyingParty::home)
                .filter(home -> !home.equals(portal))
                .ifPresent(home -> ways.add(new WayOn(Label.BACK_TO_APPLICATION, home)));
        ways.add(new WayOn(Label.PORTAL_HOME, portal));
        ErrorView view = new ErrorView(
                Optional.of(request.realm()),
                party.map(known -> RelyingPartyView.of(known, request.replyTo())),
                kind,
                Optional.empty(),
                reference,
                ways);
        return new BrowserReply.Page(status, view);
    }
}
