package io.vestibule.protocol.keystone.token;

import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.realm.Realm;

/** Whether the way by which somebody came in is still open. Found by CDI; without any, none is. */
public interface FederatedStanding {
    /**
     * Whether identity provider and protocol are there and switched on. Asked once per change: the answer is kept until topic
     * {@code idp} is announced with the identity provider's id.
     */
    boolean stands(Realm realm, Federated from);
}
