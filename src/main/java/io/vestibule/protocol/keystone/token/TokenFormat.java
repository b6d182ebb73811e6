package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.Realm;
import java.util.Optional;

/** One way to write a token; found by CDI. */
interface TokenFormat {
    KeystoneRealm.Format name();

    /** Whether {@code text} could be one of these at all. */
    boolean looksRight(String text);

    String write(Realm realm, TokenPayload payload);

    /** Empty unless this realm wrote it, byte for byte: what was changed in any way, be it only the padding, is no token. */
    Optional<TokenPayload> read(Realm realm, String text);
}
