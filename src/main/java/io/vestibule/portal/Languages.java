package io.vestibule.portal;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The texts of every language: ours, and over them the operator's {@code messages/<language>.properties} in the template
 * folder, which may change single texts or bring a new language. English stands in for what a language lacks.
 */
@ApplicationScoped
class Languages {
    static final String FALLBACK = "en";
    static final List<String> BUILT_IN = List.of("en", "de", "fr", "es", "zh", "ja", "ar");

    private final PortalFiles files;
    private volatile Loaded loaded;

    private record Loaded(long version, Map<String, Optional<Texts>> byLanguage) {}

    Languages(PortalFiles files) {
        this.files = files;
        this.loaded = new Loaded(files.version(), new ConcurrentHashMap<>());
    }

    /** The first language of {@code wanted} that is offered and that we speak, else the first offered, else English. */
    Texts choose(List<String> wanted, List<String> offered) {
        List<Texts> spoken = spoken(offered);
        List<String> tags = spoken.stream().map(Texts::language).toList();
        List<Locale.LanguageRange> ranges = new ArrayList<>();
        for (String tag : wanted) {
            if (Locale.forLanguageTag(tag).getLanguage().isEmpty()) {
                continue; // "*", or nothing that is a language tag: says nothing.
            }
            ranges.add(new Locale.LanguageRange(Locale.forLanguageTag(tag).toLanguageTag()));
        }
        String best = Locale.lookupTag(ranges, tags);
        return spoken.stream()
                .filter(texts -> texts.language().equalsIgnoreCase(best))
                .findFirst()
                .orElseGet(spoken::getFirst);
    }

    /** Those of {@code offered} for which there are texts; English when there are none. */
    List<Texts> spoken(List<String> offered) {
        List<Texts> spoken =
                offered.stream().map(this::texts).flatMap(Optional::stream).toList();
        return spoken.isEmpty() ? texts(FALLBACK).stream().toList() : spoken;
    }

    Optional<Texts> texts(String language) {
        Loaded now = loaded;
        if (now.version != files.version()) {
            now = new Loaded(files.version(), new ConcurrentHashMap<>());
            loaded = now;
        }
        return now.byLanguage.computeIfAbsent(language, this::load);
    }

    private Optional<Texts> load(String language) {
        if (!language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
            return Optional.empty();
        }
        Optional<Map<String, String>> ours =
                files.builtIn("messages/" + language + ".properties").map(Languages::properties);
        Optional<Map<String, String>> theirs =
                files.template("messages/" + language + ".properties").map(Languages::properties);
        if (ours.isEmpty() && theirs.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> patterns = new HashMap<>();
        files.builtIn("messages/" + FALLBACK + ".properties")
                .map(Languages::properties)
                .ifPresent(patterns::putAll);
        ours.ifPresent(patterns::putAll);
        theirs.ifPresent(patterns::putAll);
        return Optional.of(new Texts(language, Map.copyOf(patterns)));
    }

    static Map<String, String> properties(byte[] file) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(new String(file, StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        Map<String, String> texts = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
        return texts;
    }
}
