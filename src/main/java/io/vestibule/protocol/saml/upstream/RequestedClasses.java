package io.vestibule.protocol.saml.upstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The application's words for how strongly to authenticate ({@code acr}), and the identity provider's classes. */
final class RequestedClasses {
    private static final int MOST = 10;

    private final SamlConnectorConfig config;
    private final List<String> wanted;

    /** @param wanted the application's words, most wanted first */
    RequestedClasses(SamlConnectorConfig config, List<String> wanted) {
        this.config = config;
        this.wanted = wanted;
    }

    /**
     * What to ask for, most wanted first: the application's wish, or else the operator's. A word that is neither in the table
     * nor a URI would be refused there, so it is left out here.
     */
    List<String> classes() {
        List<String> known = wanted.stream()
                .flatMap(word -> theirs(word).stream())
                .distinct()
                .limit(MOST)
                .toList();
        return known.isEmpty() ? config.acrValues() : known;
    }

    /** The class that came back, as the application called it. */
    String inApplicationsWords(String contextClass) {
        return wanted.stream()
                .filter(word -> theirs(word).filter(contextClass::equals).isPresent())
                .findFirst()
                .or(() -> config.acr().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(contextClass))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .findFirst())
                .orElse(contextClass);
    }

    private Optional<String> theirs(String word) {
        return Optional.ofNullable(config.acr().get(word))
                .or(() -> Optional.of(word).filter(RequestedClasses::isAbsolute));
    }

    private static boolean isAbsolute(String word) {
        try {
            return new URI(word).isAbsolute();
        } catch (URISyntaxException noUri) {
            return false;
        }
    }
}
