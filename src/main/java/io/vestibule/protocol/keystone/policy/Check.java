package io.vestibule.protocol.keystone.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A parsed rule: what must hold between the one who asks and what is asked for. */
sealed interface Check {
    boolean holds(Asker asker, Target target, Map<String, Check> rules);

    /** {@code @} and {@code !}. */
    record Always(boolean answer) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return answer;
        }
    }

    record Not(Check check) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return !check.holds(asker, target, rules);
        }
    }

    record All(List<Check> checks) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return checks.stream().allMatch(check -> check.holds(asker, target, rules));
        }
    }

    record Any(List<Check> checks) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return checks.stream().anyMatch(check -> check.holds(asker, target, rules));
        }
    }

    /** {@code rule:name}; a name nobody defined holds for nobody. */
    record Named(String name) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            Check check = rules.get(name);
            return check != null && check.holds(asker, target, rules);
        }
    }

    /** {@code role:name}: names of roles do not tell cases apart. */
    record Role(Template name) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return name.filledFrom(target)
                    .filter(wanted -> asker.roles().contains(wanted.toLowerCase(Locale.ROOT)))
                    .isPresent();
        }
    }

    /** {@code 'text':template}: a fact of the target against a word of the rule. */
    record Literal(String word, Template expected) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            return expected.filledFrom(target).filter(word::equals).isPresent();
        }
    }

    /**
     * {@code attribute:template}: a fact of the asker against one of the target. An attribute that the asker does not have
     * equals nothing that a target has, not even "None": otherwise a token without a domain would own all that has none.
     */
    record Fact(String attribute, Template expected) implements Check {
        @Override
        public boolean holds(Asker asker, Target target, Map<String, Check> rules) {
            Optional<String> mine = asker.attribute(attribute);
            if (mine.isEmpty()) {
                return expected.isWord("None");
            }
            return expected.filledFrom(target).filter(mine.get()::equals).isPresent();
        }
    }
}
