package io.vestibule.realm;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a realm's pages look.
 *
 * @param accent {@code #rrggbb}, the one colour; white text must be readable on it and it on white
 */
public record Theme(@IfAbsent("\"#1f5f8b\"") String accent, Optional<URI> logo) {
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final double READABLE = 4.5; // WCAG 2.2 §1.4.3

    public Theme {
        if (!COLOUR.matcher(accent).matches()) {
            throw new IllegalArgumentException("accent must be a colour such as \"#1f5f8b\"");
        }
        if (contrastWithWhite(accent) < READABLE) {
            throw new IllegalArgumentException(
                    "accent is too light: white text on it cannot be read (contrast below 4.5:1)");
        }
    }

    public static Theme standard() {
        return new Theme("#1f5f8b", Optional.empty());
    }

    /** WCAG 2.2, "contrast ratio" and "relative luminance". */
    private static double contrastWithWhite(String colour) {
        double luminance = 0.2126 * linear(colour, 1) + 0.7152 * linear(colour, 3) + 0.0722 * linear(colour, 5);
        return 1.05 / (luminance + 0.05);
    }

    private static double linear(String colour, int at) {
        double channel = Integer.parseInt(colour.substring(at, at + 2), 16) / 255.0;
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
