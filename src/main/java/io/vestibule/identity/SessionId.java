package io.vestibule.identity;

import java.util.Optional;
import java.util.UUID;

/** The public name of an SSO session, the {@code sid} relying parties see. It opens nothing: the cookie's secret does. */
public record SessionId(UUID value) {
    /** The id written as {@code text}, or nothing when it is not one. */
    public static Optional<SessionId> parse(String text) {
        try {
            return Optional.of(new SessionId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
