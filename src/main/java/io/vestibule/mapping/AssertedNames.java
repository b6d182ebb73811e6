package io.vestibule.mapping;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is said under the names that rules ask for. The names are folded once, however many rules ask. */
final class AssertedNames {
    private static final Pattern MODULE = Pattern.compile("(?:HTTP_)?(?:OIDC[-_]CLAIM[-_]|OIDC[-_]|MELLON_)(.+)");
    private static final Map<String, String> CALLED =
            Map.of("REMOTE_USER", "sub", "MELLON_NAME_ID", "sub", "MELLON_IDP", "iss", "Shib-Identity-Provider", "iss");
    private static final Pattern UNKNOWN_TO_ENVIRONMENTS = Pattern.compile("[^a-z0-9]");

    private final Assertion assertion;
    private final Map<String, List<String>> folded = new HashMap<>();

    AssertedNames(Assertion assertion) {
        this.assertion = assertion;
        if (assertion.modules()) {
            assertion.values().forEach((name, texts) -> folded.putIfAbsent(folded(name), texts));
        }
    }

    /** What is said under {@code name}; nothing when nothing is. */
    List<String> all(String name) {
        List<String> exact = assertion.values().getOrDefault(name, List.of());
        if (!exact.isEmpty() || !assertion.modules()) {
            return exact;
        }
        return Optional.ofNullable(CALLED.get(name))
                .or(() -> Optional.of(MODULE.matcher(name))
                        .filter(matcher -> matcher.matches())
                        .map(matcher -> matcher.group(1)))
                .map(claim -> folded.getOrDefault(folded(claim), List.of()))
                .orElse(List.of());
    }

    /** Environments know no dots and hyphens, and some no small letters. */
    private static String folded(String name) {
        return UNKNOWN_TO_ENVIRONMENTS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("_");
    }
}
