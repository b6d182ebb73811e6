package io.vestibule.mapping;

import java.util.List;
import java.util.Optional;

/**
 * What came of rules, and why.
 *
 * @param rules one for each rule that was run, in their order
 */
public record Explanation(List<OfRule> rules, MappingOutcome outcome) {
    public Explanation {
        rules = List.copyOf(rules);
    }

    /**
     * @param failing why it did not fit; none when it did
     * @param given what it gave, JSON with its places filled
     */
    public record OfRule(Optional<String> failing, List<String> given) {
        public OfRule {
            given = List.copyOf(given);
        }
    }
}
