package io.vestibule.grants;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Names everything that came from one authorization: its access tokens and its chain of refresh tokens. */
public record FamilyId(UUID value) {
    /** The family a code starts: derived, so that a code seen twice still names what came of it (RFC 9700 §2.1.1). */
    static FamilyId ofCode(byte[] digest) {
        ByteBuffer bytes = ByteBuffer.wrap(digest);
        return new FamilyId(new UUID(bytes.getLong(), bytes.getLong()));
    }

    public static Optional<FamilyId> parse(String text) {
        try {
            return Optional.of(new FamilyId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
