package io.vestibule.connector;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came from outside, as it may stand in a log: short, on one line. */
public final class Shown {
    private static final int LONGEST = 200;

    private Shown() {}

    public static String of(@Nullable String text) {
        if (text == null) {
            return "(none)";
        }
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    public static String of(@Nullable Instant instant) {
        return Optional.ofNullable(instant).map(Instant::toString).orElse("(none)");
    }
}
