package io.vestibule.protocol.keystone.federated;

import io.vestibule.identity.SessionId;
import io.vestibule.identity.Sha256;
import java.util.Arrays;
import java.util.Base64;

/**
 * The audit id that stands last in every token of an SSO session, as that of a first token does in those made from it: to
 * revoke it ends them all, however often they were rescoped, and no list of them is kept.
 */
final class SessionLine {
    private static final int AUDIT_ID_BYTES = 16;

    private SessionLine() {}

    static String of(SessionId session) {
        byte[] digest = Sha256.of("keystone-tokens-of-session:" + session).bytes();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, AUDIT_ID_BYTES));
    }
}
