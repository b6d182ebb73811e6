package io.vestibule.identity;

import java.util.Optional;
import java.util.UUID;

/** The stable, opaque id of a user: never changed, never given to anybody else. It is the public {@code sub}. */
public record UserId(UUID value) {
    /** The id written as {@code text}, or nothing when it is not one. */
    public static Optional<UserId> parse(String text) {
        try {
            return Optional.of(new UserId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
