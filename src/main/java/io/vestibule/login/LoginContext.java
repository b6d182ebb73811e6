package io.vestibule.login;

import io.vestibule.login.view.RelyingPartyView;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.relyingparty.AuthnRequest;
import io.vestibule.relyingparty.ProofIssuer;

/** A request with what the configuration in force says about it. */
record LoginContext(Realm realm, RelyingParty relyingParty, ProofIssuer issuer, AuthnRequest request) {
    /** The same for another request of the same relying party. */
    LoginContext asking(AuthnRequest other) {
        return new LoginContext(realm, relyingParty, issuer, other);
    }

    RelyingPartyView view() {
        return RelyingPartyView.of(
                relyingParty, request.replyTo(), request.hints().uiLocales());
    }
}
