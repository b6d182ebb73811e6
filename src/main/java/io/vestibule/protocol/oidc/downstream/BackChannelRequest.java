package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.Circumstances;
import io.vestibule.realm.Realm;

/** A request of a client that proved to be itself. */
record BackChannelRequest(Client client, Parameters parameters, Circumstances circumstances) {
    Realm realm() {
        return client.realm();
    }
}
