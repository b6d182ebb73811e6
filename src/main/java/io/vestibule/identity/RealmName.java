package io.vestibule.identity;

import java.util.regex.Pattern;

/** The name of a realm, as it stands in URLs and tables: lower case letters, digits and inner hyphens, at most 63 characters. */
public record RealmName(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public RealmName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a name of lower case letters, digits and hyphens");
        }
    }

    /** Whether {@code candidate} could be such a name at all; anything from outside is asked this first. */
    public static boolean isValid(String candidate) {
        return SHAPE.matcher(candidate).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
