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
    /** More on the dark: a colour just readable there looks dirty. */
    private static final double EASY = 6.5;

    private static final String LIGHT_GROUND = "#ffffff";
    private static final String DARK_GROUND = "#1b1e24";
    private static final String WHITE = "#ffffff";
    private static final String BLACK = "#0b0d10";
    private static final double STEP = 0.01;

    Palette {
        if (!accent.matches("#[0-9a-fA-F]{6}")) {
            throw new IllegalArgumentException("an accent is #rrggbb, not " + accent);
        }
    }

    /** Custom properties for both schemes. */
    String css() {
        Hue hue = Hue.of(accent);
        return ":root{" + properties(hue, LIGHT_GROUND, -STEP, READABLE) + "}@media (prefers-color-scheme:dark){:root{"
                + properties(hue, DARK_GROUND, STEP, EASY) + "}}\n";
    }

    /** The accent, made lighter or darker step by step until text on it and it on the ground can be read. */
    private static String properties(Hue hue, String ground, double step, double enough) {
        Hue readable = hue;
        while (contrast(readable.rgb(), ground) < enough && readable.canMove(step)) {
            readable = readable.moved(step);
        }
        String accent = readable.rgb();
        String ink = contrast(accent, WHITE) >= contrast(accent, BLACK) ? WHITE : BLACK;
        return "--accent:" + accent + ";--on-accent:" + ink;
    }

    /** A colour by hue, saturation and lightness (CSS Color 4 §7): only the lightness moves, so that it stays itself. */
    private record Hue(double hue, double saturation, double lightness) {
        static Hue of(String colour) {
            double r = channel(colour, 0) / 255.0;
            double g = channel(colour, 1) / 255.0;
            double b = channel(colour, 2) / 255.0;
            double most = Math.max(r, Math.max(g, b));
            double range = most - Math.min(r, Math.min(g, b));
            double lightness = most - range / 2;
            double hue = 0;
            if (range > 0) {
                hue = most == r ? ((g - b) / range + 6) % 6 : most == g ? (b - r) / range + 2 : (r - g) / range + 4;
            }
            double saturation = range == 0 ? 0 : range / (1 - Math.abs(2 * lightness - 1));
            return new Hue(hue * 60, saturation, lightness);
        }

        boolean canMove(double step) {
            return lightness + step > 0 && lightness + step < 1;
        }

        Hue moved(double step) {
            return new Hue(hue, saturation, lightness + step);
        }

        String rgb() {
            return String.format(Locale.ROOT, "#%02x%02x%02x", channelAt(0), channelAt(8), channelAt(4));
        }

        private int channelAt(int offset) {
            double k = (offset + hue / 30) % 12;
            double amplitude = saturation * Math.min(lightness, 1 - lightness);
            double share = lightness - amplitude * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1));
            return (int) Math.round(255 * share);
        }
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

    private static int channel(String colour, int index) {
        return Integer.parseInt(colour.substring(1 + 2 * index, 3 + 2 * index), 16);
    }
}
