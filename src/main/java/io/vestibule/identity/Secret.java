package io.vestibule.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A value that must not reach a log: prints as {@code ***}, compares in constant time. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The value itself, for the one place that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return 0; // A hash of the value would be an oracle for it.
    }

    @Override
    public String toString() {
        return "***";
    }
}
