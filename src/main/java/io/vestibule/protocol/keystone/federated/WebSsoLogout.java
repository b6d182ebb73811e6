package io.vestibule.protocol.keystone.federated;

import io.vestibule.protocol.keystone.token.RevokedTokens;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.LogoutNotice;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;

/** A dashboard's own session is nothing but its token, so it is told by taking that back, with all that were made from it. */
@ApplicationScoped
class WebSsoLogout implements LogoutParticipant {
    private final Realms realms;
    private final RevokedTokens revoked;

    WebSsoLogout(Realms realms, RevokedTokens revoked) {
        this.realms = realms;
        this.revoked = revoked;
    }

    @Override
    public LogoutNotice end(Party party) {
        return realms.find(party.realm())
                .<LogoutNotice>map(realm -> {
                    revoked.revokeLine(realm, SessionLine.of(party.session().id()));
                    return new LogoutNotice.Done();
                })
                .orElseGet(() -> new LogoutNotice.Failed("the realm is gone"));
    }
}
