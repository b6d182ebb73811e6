package io.vestibule.identity;

import java.util.regex.Pattern;

/** A role; at most 64 letters, digits, hyphens and underscores. */
public record RoleId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    public RoleId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an id of letters, digits, hyphens and underscores");
        }
    }

    /** Whether {@code candidate} could be such an id at all; anything from outside is asked this first. */
    public static boolean isValid(String candidate) {
        return SHAPE.matcher(candidate).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
