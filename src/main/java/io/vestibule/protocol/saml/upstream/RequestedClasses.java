package io.vestibule.protocol.saml.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The application's words for how strongly to authenticate ({@code acr}), and the identity provider's classes. With a table, what
 * is not in it says nothing: a URI that an application coined goes there and back as it is, a word of the realm does not.
 */
final class RequestedClasses {
    private static final int MOST = 10;

    private final SamlConnectorConfig config;
    private final Predicate<String> ours;
    private final Predicate<String> strong;
    private final List<String> wanted;

    /**
     * @param ours whether a word is one of the realm's
     * @param strong whether it says that a second factor was shown
     * @param wanted the application's words, most wanted first
     */
    RequestedClasses(
            SamlConnectorConfig config, Predicate<String> ours, Predicate<String> strong, List<String> wanted) {
        this.config = config;
        this.ours = ours;
        this.strong = strong;
        this.wanted = wanted;
    }

    /**
     * What to ask for, most wanted first: the application's wish, within the operator's. A word that is neither in the table nor a
     * URI would be refused there, so it is left out here.
     */
    List<String> classes() {
        List<String> known = config.acrValues().isEmpty()
                ? wished()
                : wished().stream().filter(enough()::contains).toList();
        return known.isEmpty() ? config.acrValues() : known;
    }

    /**
     * What the answer must be, by the operator's will. Whether an application's wish is met is not for this connector to say: a
     * second factor of ours may be what is missing.
     */
    List<String> demanded() {
        return config.acrValues().isEmpty() ? List.of() : enough();
    }

    /**
     * The operator's classes, and what their table calls a second factor where none of these does. Whoever signs in may have chosen
     * what the application wishes for: it takes nothing off what is demanded of everybody.
     */
    private List<String> enough() {
        boolean isStrong = config.acr().entrySet().stream()
                .anyMatch(entry ->
                        strong.test(entry.getKey()) && config.acrValues().contains(entry.getValue()));
        Stream<String> stronger = wanted.stream()
                .filter(word -> !isStrong && strong.test(word))
                .flatMap(word -> Optional.ofNullable(config.acr().get(word)).stream());
        return Stream.concat(stronger, config.acrValues().stream()).distinct().toList();
    }

    private List<String> wished() {
        return wanted.stream()
                .flatMap(word -> theirs(word).stream())
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** The class that came back, as the application called it, or the realm does. */
    Optional<String> inOurWords(String contextClass) {
        return wanted.stream()
                .filter(word -> theirs(word).filter(contextClass::equals).isPresent())
                .findFirst()
                .or(() -> config.acr().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(contextClass))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst())
                .or(() -> Optional.of(contextClass).filter(same -> !isTable()));
    }

    private Optional<String> theirs(String word) {
        return Optional.ofNullable(config.acr().get(word))
                .or(() -> Optional.of(word)
                        .filter(RequestedClasses::isAbsolute)
                        .filter(same -> !isTable() || !ours.test(same)));
    }

    private boolean isTable() {
        return !config.acr().isEmpty();
    }

    private static boolean isAbsolute(String word) {
        try {
            return new URI(word).isAbsolute();
        } catch (URISyntaxException noUri) {
            return false;
        }
    }
}
