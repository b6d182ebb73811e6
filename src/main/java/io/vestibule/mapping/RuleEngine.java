package io.vestibule.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.PythonPattern.Effort;
import io.vestibule.mapping.Rules.Remote;
import io.vestibule.mapping.Rules.Rule;
import io.vestibule.mapping.Rules.Test;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Runs rules on an assertion, as Keystone does: every rule whose remote part fits gives what its local part says, with its
 * places filled; the first user counts, groups add up, the last projects count.
 */
public final class RuleEngine {
    private static final int PRICE_OF_A_REMOTE = 20;
    private static final int PRICE_OF_A_VALUE = 4; // to look it up in a set

    private RuleEngine() {}

    public static MappingOutcome apply(Rules rules, Assertion assertion) {
        return explain(rules, assertion).outcome();
    }

    /** The same, with what each rule did. */
    public static Explanation explain(Rules rules, Assertion assertion) {
        return explain(rules, assertion, new Effort());
    }

    static Explanation explain(Rules rules, Assertion assertion, Effort effort) {
        if (assertion.isTooLarge()) {
            return new Explanation(List.of(), new MappingOutcome.Faulty("more was asserted than rules are run on"));
        }
        AssertedNames names = new AssertedNames(assertion);
        List<Explanation.OfRule> trace = new ArrayList<>();
        List<ObjectNode> given = new ArrayList<>();
        try {
            for (Rule rule : rules.rules()) {
                Fit fit = fit(rule.remote(), names, effort);
                List<ObjectNode> local =
                        fit.failing().isPresent() ? List.of() : new Filling(fit.matches(), effort).of(rule);
                given.addAll(local);
                trace.add(new Explanation.OfRule(
                        fit.failing(), local.stream().map(ObjectNode::toString).toList()));
            }
            return new Explanation(
                    trace, given.isEmpty() ? new MappingOutcome.NoMatch() : new GivenValues(rules.version()).of(given));
        } catch (Faulty | Effort.Spent fault) {
            return new Explanation(
                    trace,
                    new MappingOutcome.Faulty(
                            "rule " + (Math.min(trace.size() + 1, rules.rules().size())) + ": " + fault.getMessage()));
        }
    }

    /** A rule that fits gives nonsense. */
    static final class Faulty extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Faulty(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * @param failing why the rule does not fit, when it does not
     * @param matches what the places of the local part stand for
     */
    private record Fit(Optional<String> failing, List<List<String>> matches) {
        static Fit failing(String why) {
            return new Fit(Optional.of(why), List.of());
        }
    }

    private static Fit fit(List<Remote> remotes, AssertedNames names, Effort effort) {
        List<List<String>> matches = new ArrayList<>();
        for (Remote remote : remotes) {
            effort.spend(PRICE_OF_A_REMOTE);
            List<String> asserted = names.all(remote.type());
            if (asserted.isEmpty()) {
                return Fit.failing(remote.type() + " is not asserted");
            }
            if (remote.test().isEmpty()) {
                matches.add(asserted);
                continue;
            }
            Test test = remote.test().get();
            List<String> found = matching(test, asserted, effort);
            switch (test.keyword()) {
                case ANY_ONE_OF -> {
                    if (found.isEmpty()) {
                        return Fit.failing("no value of " + remote.type() + " is one of any_one_of");
                    }
                }
                case NOT_ANY_OF -> {
                    if (!found.isEmpty()) {
                        return Fit.failing("a value of " + remote.type() + " is one of not_any_of");
                    }
                }
                case WHITELIST -> matches.add(found);
                case BLACKLIST -> {
                    Set<String> rest = new LinkedHashSet<>(asserted);
                    rest.removeAll(new LinkedHashSet<>(found));
                    matches.add(List.copyOf(rest));
                }
            }
        }
        return new Fit(Optional.empty(), matches);
    }

    private static List<String> matching(Test test, List<String> asserted, Effort effort) {
        effort.spend((long) PRICE_OF_A_VALUE * (asserted.size() + test.values().size()));
        if (test.patterns().isPresent()) {
            return asserted.stream()
                    .filter(value -> test.patterns().get().stream().anyMatch(pattern -> pattern.isIn(value, effort)))
                    .toList();
        }
        Set<String> both = new LinkedHashSet<>(asserted);
        both.retainAll(Set.copyOf(test.values()));
        return List.copyOf(both);
    }
}
