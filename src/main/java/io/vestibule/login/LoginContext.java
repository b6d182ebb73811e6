package io.vestibule.login;

import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.ProofIssuer;
import java.util.Optional;

/**
 * A request with what the configuration in force says about it.
 *
 * @param link names what is to be linked by this login, when it is for that
 */
record LoginContext(
        Realm realm, RelyingParty relyingParty, ProofIssuer issuer, AuthnRequest request, Optional<LinkHandle> link) {
    /** A login like any other. */
    LoginContext(Realm realm, RelyingParty relyingParty, ProofIssuer issuer, AuthnRequest request) {
        this(realm, relyingParty, issuer, request, Optional.empty());
    }

    /** The same for another request of the same relying party. */
    LoginContext asking(AuthnRequest other) {
        return new LoginContext(realm, relyingParty, issuer, other, link);
    }

    LoginContext linking(Optional<LinkHandle> handle) {
        return new LoginContext(realm, relyingParty, issuer, request, handle);
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
