package io.vestibule.portal;

import java.util.Locale;

/**
 * The realm's one colour, made readable: WCAG 2.2 §1.4.3 asks for a contrast of 4.5 between text and what is behind it, in
 * light and in dark.
 *
 * @param accent {@code #rrggbb}
 */
record Palette(String accent) {
    private static final double READABLE = 4.5;
    private static final String LIGHT_GROUND = "#ffffff";
    private static final String DARK_GROUND = "#1b1e24";
    private static final String WHITE = "#ffffff";
    private static final String BLACK = "#0b0d10";
    private static final double STEP = 0.04;

    Palette {
        if (!accent.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("an accent is #rrggbb, not " + accent);
        }
    }

    /** Custom properties for both schemes. */
    String css() {
        return ":root{" + properties(LIGHT_GROUND, BLACK) + "}@media (prefers-color-scheme:dark){:root{"
                + properties(DARK_GROUND, WHITE) + "}}\n";
    }

    private String properties(String ground, String towards) {
        String readable = accent;
        for (double share = STEP; contrast(readable, ground) < READABLE && share <= 1; share += STEP) {
            readable = mixed(accent, towards, share);
        }
        String ink = contrast(readable, WHITE) >= contrast(readable, BLACK) ? WHITE : BLACK;
        return "--accent:" + readable + ";--on-accent:" + ink;
    }

    /** WCAG 2.2 "contrast ratio". */
    static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        return 0.2126 * linear(channel(colour, 0))
                + 0.7152 * linear(channel(colour, 1))
                + 0.0722 * linear(channel(colour, 2));
    }

    private static double linear(int channel) {
        double share = channel / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static String mixed(String colour, String towards, double share) {
        int[] rgb = new int[3];
        for (int i = 0; i < 3; i++) {
            rgb[i] = (int) Math.round(channel(colour, i) * (1 - share) + channel(towards, i) * share);
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", rgb[0], rgb[1], rgb[2]);
    }

    private static int channel(String colour, int index) {
        return Integer.parseInt(colour.substring(1 + 2 * index, 3 + 2 * index), 16);
    }
}
