package io.vestibule.protocol.keystone.clients;

import io.vestibule.peer.KeystonePeer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** The client library works with a Keystone from Debian, too. */
@Tag("peer")
@Tag("keystone")
class JavaClientSelfTest extends JavaClientContract {
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
