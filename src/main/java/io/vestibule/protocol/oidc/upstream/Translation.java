package io.vestibule.protocol.oidc.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * This realm's words for how strongly somebody signed in, and the provider's. Without a table they are the same; with one, what
 * is not in it says nothing: a URI that an application coined goes there and back as it is, a word of the realm does not.
 *
 * @param acr ours to theirs, the one to ask for first
 * @param amr ours to what shows them in {@code amr} (RFC 8176): any of the list, of one entry all words
 * @param ours whether a word is one of the realm's
 */
record Translation(Map<String, List<String>> acr, Map<String, List<String>> amr, Predicate<String> ours) {
    private static final int MOST = 10;
    private static final String PASSWORD = "pwd"; // RFC 8176 §2

    static Translation of(OidcConnectorConfig config, Predicate<String> ours) {
        return new Translation(config.acr(), config.amr(), ours);
    }

    private boolean isTable() {
        return !acr.isEmpty() || !amr.isEmpty();
    }

    /** What to ask for, most wanted first. */
    List<String> theirs(List<String> wanted) {
        return wanted.stream()
                .flatMap(word -> acr.containsKey(word)
                        ? acr.get(word).stream()
                        : Stream.of(word).filter(same -> !isTable() || isPassedOn(same)))
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** What it was: what was wanted when that is true, else the first of ours that is. */
    Optional<String> ours(List<String> wanted, Optional<String> said, Set<String> methods) {
        if (!isTable()) {
            return said;
        }
        List<String> meant = Stream.concat(acr.keySet().stream(), amr.keySet().stream())
                .filter(word ->
                        said.filter(acr.getOrDefault(word, List.of())::contains).isPresent()
                                || amr.getOrDefault(word, List.of()).stream()
                                        .anyMatch(all -> methods.containsAll(Arrays.asList(all.split(" ")))))
                .toList();
        return wanted.stream()
                .filter(meant::contains)
                .findFirst()
                .or(() -> meant.stream().findFirst())
                .or(() -> said.filter(wanted::contains).filter(this::isPassedOn)); // asked for as it is
    }

    /** Methods that would say more than {@code acr} does, where the operator says what shows that, go nowhere. */
    Set<String> believed(Optional<String> acr, Set<String> methods) {
        return acr.isPresent() || !isTable()
                ? methods
                : methods.stream().filter(PASSWORD::equals).collect(Collectors.toUnmodifiableSet());
    }

    /** A URI may be one of theirs. Whoever signs in may have chosen what is asked for, so it must not be one of ours. */
    private boolean isPassedOn(String word) {
        return isUri(word) && !acr.containsKey(word) && !amr.containsKey(word) && !ours.test(word);
    }

    private static boolean isUri(String word) {
        try {
            return new URI(word).isAbsolute();
        } catch (URISyntaxException noUri) {
            return false;
        }
    }
}
