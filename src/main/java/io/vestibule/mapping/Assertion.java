package io.vestibule.mapping;

import io.vestibule.identity.UpstreamIdentity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an upstream says of somebody, by the names that rules ask for.
 *
 * @param values names to one or more texts
 * @param modules whether a name that a module of a web server would have given stands for the claim that it is made of:
 *     {@code HTTP_OIDC_EMAIL}, {@code OIDC-email} and {@code MELLON_email} for {@code email}. Rules that were written for a
 *     Keystone behind such a module run unchanged.
 */
public record Assertion(Map<String, List<String>> values, boolean modules) {
    private static final Pattern MODULE = Pattern.compile("(?:HTTP_)?(?:OIDC[-_]CLAIM[-_]|OIDC[-_]|MELLON_)(.+)");
    private static final Map<String, String> CALLED =
            Map.of("REMOTE_USER", "sub", "MELLON_NAME_ID", "sub", "MELLON_IDP", "iss", "Shib-Identity-Provider", "iss");
    private static final int MOST_NAMES = 1_000;
    private static final long LONGEST = 1_000_000;

    public Assertion {
        Map<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        values = Collections.unmodifiableMap(copy);
    }

    /** Variables of an environment: one text each, in which semicolons part values, as Keystone reads them. */
    public static Assertion ofVariables(Map<String, String> variables) {
        Map<String, List<String>> values = new TreeMap<>();
        variables.forEach((name, text) -> values.put(name, Arrays.asList(text.split(";", -1))));
        return new Assertion(values, false);
    }

    /**
     * What a connector vouches for. Its values come apart from each other and stay so: a semicolon in a name that somebody
     * chose for themselves makes no second value of it.
     */
    public static Assertion of(UpstreamIdentity identity) {
        Map<String, List<String>> values = new TreeMap<>(identity.claims().values());
        values.putIfAbsent("sub", List.of(identity.subject()));
        return new Assertion(values, true);
    }

    /** What is said under {@code name}; nothing when nothing is. */
    List<String> all(String name) {
        List<String> exact = values.getOrDefault(name, List.of());
        if (!exact.isEmpty() || !modules) {
            return exact;
        }
        return Optional.ofNullable(CALLED.get(name))
                .or(() -> Optional.of(MODULE.matcher(name))
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group(1)))
                .map(this::alike)
                .orElse(List.of());
    }

    private List<String> alike(String claim) {
        String wanted = folded(claim);
        return values.entrySet().stream()
                .filter(entry -> folded(entry.getKey()).equals(wanted))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }

    /** Environments know no dots and hyphens, and some no small letters. */
    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }

    boolean isTooLarge() {
        return values.size() > MOST_NAMES
                || values.values().stream()
                                .flatMap(List::stream)
                                .mapToLong(String::length)
                                .sum()
                        > LONGEST;
    }
}
