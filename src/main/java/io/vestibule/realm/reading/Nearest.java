package io.vestibule.realm.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The right name that a wrong one was probably meant to be. */
public final class Nearest {
    private static final int SHORTEST_PART = 4;

    private Nearest() {}

    /** The candidate within a third of the letters, or else the one it is a part of; case, hyphens, underscores are free. */
    public static Optional<String> to(String wrong, Collection<String> candidates) {
        String meant = plain(wrong);
        int tolerance = Math.max(2, wrong.length() / 3);
        return candidates.stream()
                .filter(candidate -> distance(meant, plain(candidate)) <= tolerance)
                .min(Comparator.comparingInt((String candidate) -> distance(meant, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()))
                .or(() -> candidates.stream()
                        .filter(candidate -> meant.length() >= SHORTEST_PART
                                && plain(candidate).contains(meant))
                        .min(Comparator.comparingInt(String::length)));
    }

    /** A sentence's end: the nearest candidate, or all of them. */
    public static String hint(String wrong, Collection<String> candidates) {
        return to(wrong, candidates)
                .map(name -> "; did you mean \"" + name + "\"?")
                .orElseGet(() -> candidates.isEmpty()
                        ? "; there are none"
                        : "; known are " + String.join(", ", new TreeSet<>(candidates)));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replace = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replace, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
