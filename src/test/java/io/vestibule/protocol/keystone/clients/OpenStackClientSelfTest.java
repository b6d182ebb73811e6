package io.vestibule.protocol.keystone.clients;

import io.vestibule.peer.KeystonePeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The contract is right: a Keystone from Debian fulfils it. */
@Tag("peer")
@Tag("keystone")
class OpenStackClientSelfTest extends OpenStackClientContract {
    private final KeystonePeer keystone = KeystonePeer.prepare();

    @Override
    Cloud open() {
        return RealKeystone.over(keystone);
    }

    @AfterAll
    void shut() {
        keystone.close();
    }
}
