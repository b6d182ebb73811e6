package io.vestibule.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * Rules that were read and found right.
 *
 * @param json the list as it was written
 */
public record Rules(SchemaVersion version, List<Rule> rules, String json) {
    public Rules {
        rules = List.copyOf(rules);
    }

    /** @param local what is given, with places for what {@code remote} matched */
    record Rule(List<ObjectNode> local, List<Remote> remote) {
        Rule {
            local = List.copyOf(local);
            remote = List.copyOf(remote);
        }
    }

    /** What must be asserted under a name. */
    record Remote(String type, Optional<Test> test) {}

    enum Keyword {
        ANY_ONE_OF("any_one_of"),
        NOT_ANY_OF("not_any_of"),
        BLACKLIST("blacklist"),
        WHITELIST("whitelist");

        private final String word;

        Keyword(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }

        /** Whether what was asserted is only looked at, and no place refers to it. */
        boolean isCondition() {
            return this == ANY_ONE_OF || this == NOT_ANY_OF;
        }
    }

    /** @param patterns instead of {@code values}, where they are regular expressions */
    record Test(Keyword keyword, List<String> values, Optional<List<PythonPattern>> patterns) {
        Test {
            values = List.copyOf(values);
            patterns = patterns.map(List::copyOf);
        }
    }
}
