package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Name and password of HTTP Basic (RFC 7617), in UTF-8. */
record BasicCredentials(String username, Secret password) {
    private static final String SCHEME = "basic ";
    private static final int LONGEST = 4 * 1024;

    /** Nothing when there are none that can be read: the answer is the same challenge. */
    static Optional<BasicCredentials> of(@Nullable String authorization) {
        if (authorization == null
                || authorization.length() > LONGEST
                || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String text = new String(decoded, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon <= 0
                    ? Optional.empty()
                    : Optional.of(
                            new BasicCredentials(text.substring(0, colon), new Secret(text.substring(colon + 1))));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
