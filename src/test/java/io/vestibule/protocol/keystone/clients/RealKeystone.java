package io.vestibule.protocol.keystone.clients;

import io.vestibule.peer.KeystonePeer;
import java.net.URI;

/** A Keystone from Debian, for the contracts' own test. */
final class RealKeystone {
    private RealKeystone() {}

    static Cloud over(KeystonePeer keystone) {
        keystone.start(1, """
                [auth]
                methods = password,token,oauth1,application_credential,totp
                """);
        return new Cloud(URI.create(keystone.base() + "/v3"), KeystonePeer.ADMIN_PASSWORD);
    }
}
