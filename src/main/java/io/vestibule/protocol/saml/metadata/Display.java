package io.vestibule.protocol.saml.metadata;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How an entity wants to be shown (MDUI §2.1). It says what it likes: show it as text, never as its own word.
 *
 * @param names by language tag, in lower case
 * @param logos https only
 * @param domains whose people it signs in, as a hint for a search (MDUI §2.2)
 */
public record Display(
        Map<String, String> names,
        Map<String, String> descriptions,
        Map<String, List<String>> keywords,
        List<Logo> logos,
        Map<String, URI> informationUrls,
        Map<String, URI> privacyUrls,
        List<String> domains) {
    public Display {
        names = Map.copyOf(names);
        descriptions = Map.copyOf(descriptions);
        keywords = Map.copyOf(keywords);
        logos = List.copyOf(logos);
        informationUrls = Map.copyOf(informationUrls);
        privacyUrls = Map.copyOf(privacyUrls);
        domains = List.copyOf(domains);
    }

    public static Display none() {
        return new Display(Map.of(), Map.of(), Map.of(), List.of(), Map.of(), Map.of(), List.of());
    }

    /** A picture; width and height in pixels as claimed. */
    public record Logo(URI url, int width, int height, Optional<String> language) {}

    public Optional<String> name(List<Locale> languages) {
        return in(names, languages);
    }

    /** The value in the first language there is one for, else in English, else in any. */
    public static <T> Optional<T> in(Map<String, T> byLanguage, List<Locale> languages) {
        List<String> wanted = new ArrayList<>();
        for (Locale language : languages) {
            wanted.add(language.toLanguageTag().toLowerCase(Locale.ROOT));
            wanted.add(language.getLanguage());
        }
        wanted.add("en");
        return wanted.stream()
                .filter(byLanguage::containsKey)
                .findFirst()
                .or(() -> byLanguage.keySet().stream().sorted().findFirst())
                .map(byLanguage::get);
    }

    /** The nearly square one that is large enough for a tile of that many pixels, else the largest. */
    public Optional<URI> logo(int pixels) {
        Comparator<Logo> better = Comparator.comparing((Logo logo) -> !nearlySquare(logo))
                .thenComparing(logo -> Math.min(logo.width(), logo.height()) < pixels)
                .thenComparing(logo ->
                        logo.width() < pixels ? -logo.width() : logo.width()); // enough, and no more than needed
        return logos.stream().min(better).map(Logo::url);
    }

    private static boolean nearlySquare(Logo logo) {
        return logo.width() <= 2 * logo.height() && logo.height() <= 2 * logo.width();
    }
}
