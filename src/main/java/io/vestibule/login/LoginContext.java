package io.vestibule.login;

import io.vestibule.identity.SessionId;
import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.ProofIssuer;
import java.time.Instant;
import java.util.Optional;

/**
 * A request with what the configuration in force says about it.
 *
 * @param link names what is to be linked by this login, when it is for that
 * @param vouchedAt when an upstream's word for the person came, once it did
 * @param raised the session on top of which more is shown, when that is so: what it stood for is worth nothing without it
 */
record LoginContext(
        Realm realm,
        RelyingParty relyingParty,
        ProofIssuer issuer,
        AuthnRequest request,
        Optional<LinkHandle> link,
        Optional<SessionId> raised,
        Optional<Instant> vouchedAt) {
    /** A login like any other. */
    LoginContext(Realm realm, RelyingParty relyingParty, ProofIssuer issuer, AuthnRequest request) {
        this(realm, relyingParty, issuer, request, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same for another request of the same relying party. */
    LoginContext asking(AuthnRequest other) {
        return new LoginContext(realm, relyingParty, issuer, other, link, raised, vouchedAt);
    }

    LoginContext linking(Optional<LinkHandle> handle) {
        return new LoginContext(realm, relyingParty, issuer, request, handle, raised, vouchedAt);
    }

    LoginContext raising(Optional<SessionId> session) {
        return new LoginContext(realm, relyingParty, issuer, request, link, session, vouchedAt);
    }

    LoginContext vouched(Instant at) {
        return new LoginContext(realm, relyingParty, issuer, request, link, raised, Optional.of(at));
    }

    boolean isTest() {
        return link.filter(LinkHandle::test).isPresent();
    }

    RelyingPartyView view() {
        RelyingPartyView view = RelyingPartyView.of(
                relyingParty, request.replyTo(), request.hints().uiLocales());
        RelyingPartyView expecting = request.hints().expectedUser().isPresent() ? view.expectingOne() : view;
        return issuer.waitingDevice(request).isPresent() ? expecting.onDevice() : expecting;
    }
}
