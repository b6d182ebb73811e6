package io.vestibule.identity;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The stable, opaque id of a user: never changed, never given to anybody else. It is the public {@code sub}. */
public record UserId(UUID value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    /** The id written as {@code text}, or nothing when it is not one. */
    public static Optional<UserId> parse(String text) {
        try {
            return Optional.of(new UserId(UUID.fromString(text)));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    /** The id written as 32 hexadecimal digits, as OpenStack's Identity API writes it, or nothing when it is not one. */
    public static Optional<UserId> ofHex(String text) {
        return HEX.matcher(text).matches()
                ? Optional.of(new UserId(
                        new UUID(Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16))))
                : Optional.empty();
    }

    /** 32 hexadecimal digits. */
    public String hex() {
        return value.toString().replace("-", "");
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
