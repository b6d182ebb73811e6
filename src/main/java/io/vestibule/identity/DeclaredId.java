package io.vestibule.identity;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ids of things that a realm's file declares by name: computed, so that sites with one file agree without talking.
 */
public final class DeclaredId {
    private static final int DIGITS = 32;

    private DeclaredId() {}

    /** 32 hexadecimal digits of {@code kind} and the {@code names} that tell it from others: its domain's, its own. */
    public static String of(String kind, String... names) {
        // No name contains the separator, so ("a", "bc") is not ("ab", "c").
        String all = Stream.concat(Stream.of(kind), Stream.of(names)).collect(Collectors.joining("\0"));
        return Sha256.of(all).hex().substring(0, DIGITS);
    }
}
