package io.vestibule.directory;

import io.vestibule.identity.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * Passwords as bytes, the same whichever keyboard typed them: OpaqueString of RFC 8265 §4.2, which keeps case, maps other
 * spaces to the common one and composes (NFC). Format characters are let through, since emoji are spelt with them.
 */
final class OpaqueString {
    /** Longer is no password but a way to keep us busy. */
    static final int LONGEST = 1024;

    private OpaqueString() {}

    /** Empty when no password can be like that. */
    static Optional<byte[]> bytes(Secret password) {
        String typed = password.reveal();
        if (typed.isEmpty() || typed.length() > LONGEST || typed.codePoints().anyMatch(OpaqueString::forbidden)) {
            return Optional.empty();
        }
        StringBuilder spaced = new StringBuilder(typed.length());
        typed.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(spaced::appendCodePoint);
        return Optional.of(Normalizer.normalize(spaced, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean forbidden(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
