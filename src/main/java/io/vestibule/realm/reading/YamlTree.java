package io.vestibule.realm.reading;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a YAML text says, each part with the line it stands on; references are not resolved yet. */
public sealed interface YamlTree {
    Mark at();

    /** What it is, in an operator's words. */
    String described();

    /** The kinds of plain values YAML 1.2's core schema tells apart. */
    enum ScalarKind {
        TEXT("a text"),
        WHOLE_NUMBER("a number"),
        NUMBER("a number"),
        SWITCH("true or false"),
        NOTHING("empty");

        private final String described;

        ScalarKind(String described) {
            this.described = described;
        }
    }

    record Scalar(Mark at, ScalarKind kind, String text) implements YamlTree {
        @Override
        public String described() {
            return kind.described;
        }

        /** Printed nowhere: it may be a secret. */
        @Override
        public String toString() {
            return kind + " at " + at;
        }
    }

    record Sequence(Mark at, List<YamlTree> items) implements YamlTree {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    record Mapping(Mark at, List<Entry> entries) implements YamlTree {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public static Mapping empty(Mark at) {
            return new Mapping(at, List.of());
        }

        @Override
        public String described() {
            return "a group of keys";
        }

        public Optional<Entry> find(String key) {
            return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
        }

        /** These keys on top of {@code below}: here wins, groups of keys are merged, lists are replaced as a whole. */
        public Mapping over(Mapping below) {
            Map<String, Entry> merged = new LinkedHashMap<>();
            below.entries.forEach(entry -> merged.put(entry.key(), entry));
            for (Entry entry : entries) {
                merged.merge(entry.key(), entry, (lower, upper) -> upper.over(lower));
            }
            return new Mapping(at, new ArrayList<>(merged.values()));
        }
    }

    /** @param at the line of the key */
    record Entry(Mark at, String key, YamlTree value) {
        private Entry over(Entry below) {
            return value instanceof Mapping upper && below.value instanceof Mapping lower
                    ? new Entry(at, key, upper.over(lower))
                    : this;
        }
    }
}
