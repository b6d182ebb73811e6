package io.vestibule.protocol.saml.metadata;

import io.vestibule.connector.Organisations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds identity providers by what a person types: words or beginnings of words of a name in any language, keywords, initials,
 * domains, an e-mail address; a letter wrong is forgiven when nothing else fits.
 */
final class OrganisationIndex implements Organisations {
    private static final int LONGEST_QUERY = 100;
    private static final int MOST_WORDS = 8;

    private final List<OrganisationEntry> entries;
    private final Map<String, Integer> byId = new HashMap<>();
    private final List<List<String>> foldedNames = new ArrayList<>();
    private final Words words;

    private OrganisationIndex(List<OrganisationEntry> sorted) {
        this.entries = sorted;
        Words.Builder builder = new Words.Builder();
        for (int i = 0; i < sorted.size(); i++) {
            OrganisationEntry entry = sorted.get(i);
            byId.put(entry.entityId(), i);
            foldedNames.add(entry.names().values().stream().map(Folded::text).toList());
            builder.add(i, tokens(entry));
        }
        this.words = builder.built();
    }

    static OrganisationIndex of(Collection<OrganisationEntry> entries) {
        List<Locale> english = List.of(Locale.ENGLISH);
        return new OrganisationIndex(entries.stream()
                .sorted(Comparator.comparing((OrganisationEntry entry) -> Folded.text(entry.name(english)))
                        .thenComparing(OrganisationEntry::entityId))
                .toList());
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Optional<Organisation> find(String id, List<Locale> languages) {
        return Optional.ofNullable(byId.get(id)).map(entries::get).map(entry -> entry.shown(languages));
    }

    @Override
    public List<Organisation> search(String text, List<Locale> languages, int limit) {
        String query = text.strip();
        if (query.length() > LONGEST_QUERY) {
            query = query.substring(0, LONGEST_QUERY);
        }
        List<String> wanted = wanted(query);
        if (wanted.isEmpty()) {
            return entries.stream()
                    .limit(limit)
                    .map(entry -> entry.shown(languages))
                    .toList();
        }
        String folded = Folded.text(query);
        return fitting(query, wanted).stream()
                .mapToObj(at -> new Scored(at, score(at, folded, wanted.getFirst())))
                .sorted(Comparator.comparingInt(Scored::score).thenComparingInt(Scored::at))
                .limit(limit)
                .map(scored -> entries.get(scored.at()).shown(languages))
                .toList();
    }

    private BitSet fitting(String query, List<String> wanted) {
        if (query.contains("@")) {
            return ofDomain(wanted.getFirst());
        }
        BitSet fitting = words.allOf(wanted, false);
        return fitting.isEmpty() ? words.allOf(wanted, true) : fitting;
    }

    /** Those who sign in people of that domain, or of the nearest one above it. */
    private BitSet ofDomain(String domain) {
        BitSet found = words.exactly(domain);
        int dot = domain.indexOf('.');
        boolean hasParent = dot >= 0 && domain.indexOf('.', dot + 1) >= 0;
        return found.isEmpty() && hasParent ? ofDomain(domain.substring(dot + 1)) : found;
    }

    private record Scored(int at, int score) {}

    /** Less is better: the whole name, its beginning or a domain, the beginning of a word of it, anything else. */
    private int score(int at, String query, String firstWord) {
        int best = entries.get(at).domains().contains(firstWord) ? 1 : 3;
        for (String name : foldedNames.get(at)) {
            if (name.equals(query)) {
                return 0;
            }
            if (name.startsWith(query)) {
                best = Math.min(best, 1);
            } else if (name.contains(" " + firstWord) || name.startsWith(firstWord)) {
                best = Math.min(best, 2);
            }
        }
        return best;
    }

    /** What must be found: of an e-mail address the domain, else every word. */
    private static List<String> wanted(String query) {
        int at = query.lastIndexOf('@');
        if (at >= 0) {
            String domain = query.substring(at + 1).strip().toLowerCase(Locale.ROOT);
            return domain.isEmpty() ? wanted(query.substring(0, at)) : List.of(domain);
        }
        return query.contains(".") && !query.contains(" ")
                ? List.of(query.toLowerCase(Locale.ROOT))
                : Folded.words(query).stream().limit(MOST_WORDS).toList();
    }

    private static List<String> tokens(OrganisationEntry entry) {
        List<String> tokens = new ArrayList<>();
        for (String name : entry.names().values()) {
            List<String> parts = Folded.words(name);
            tokens.addAll(parts);
            if (parts.size() > 1) {
                tokens.add(Folded.initials(name, false));
                tokens.add(Folded.initials(name, true));
            }
        }
        entry.keywords().forEach(keyword -> tokens.addAll(Folded.words(keyword)));
        for (String domain : entry.domains()) {
            tokens.add(domain);
            tokens.addAll(Folded.words(domain));
        }
        tokens.addAll(Folded.words(entry.entityId().replaceFirst("^[a-z]+:/*([^/:]*).*", "$1")));
        return tokens;
    }
}
