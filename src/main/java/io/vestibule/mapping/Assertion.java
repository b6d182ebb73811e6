package io.vestibule.mapping;

import io.vestibule.identity.UpstreamIdentity;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an upstream says of somebody, by the names that rules ask for.
 *
 * @param values names to one or more texts
 * @param modules whether a name that a module of a web server would have given stands for the claim that it is made of:
 *     {@code HTTP_OIDC_EMAIL}, {@code OIDC-email} and {@code MELLON_email} for {@code email}. Rules that were written for a
 *     Keystone behind such a module run unchanged.
 */
public record Assertion(Map<String, List<String>> values, boolean modules) {
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_VALUES = 20_000;
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

    /** Names count as what is said under them: who may send many of either makes rules look at them all. */
    boolean isTooLarge() {
        return values.size() > MOST_NAMES
                || values.values().stream().mapToLong(List::size).sum() > MOST_VALUES
                || values.entrySet().stream().mapToLong(Assertion::length).sum() > LONGEST;
    }

    private static long length(Map.Entry<String, List<String>> said) {
        return said.getKey().length()
                + said.getValue().stream().mapToLong(String::length).sum();
    }
}
