package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.PythonPattern.Effort;
import io.vestibule.mapping.Rules.Remote;
import io.vestibule.mapping.Rules.Rule;
import io.vestibule.mapping.Rules.Test;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs rules on an assertion, as Keystone does: every rule whose remote part fits gives what its local part says, with its
 * places filled; the first user counts, groups add up, the last projects count.
 */
public final class RuleEngine {
    private RuleEngine() {}

    public static MappingOutcome apply(Rules rules, Assertion assertion) {
        return explain(rules, assertion).outcome();
    }

    /** The same, with what each rule did. */
    public static Explanation explain(Rules rules, Assertion assertion) {
        if (assertion.isTooLarge()) {
            return new Explanation(List.of(), new MappingOutcome.Faulty("more was asserted than rules are run on"));
        }
        Effort effort = new Effort();
        List<Explanation.OfRule> trace = new ArrayList<>();
        List<ObjectNode> given = new ArrayList<>();
        try {
            for (Rule rule : rules.rules()) {
                Fit fit = fit(rule.remote(), assertion, effort);
                List<ObjectNode> local = fit.failing().isPresent() ? List.of() : filled(rule, fit.matches());
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

    private static Fit fit(List<Remote> remotes, Assertion assertion, Effort effort) {
        List<List<String>> matches = new ArrayList<>();
        for (Remote remote : remotes) {
            List<String> asserted = assertion.all(remote.type());
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
        if (test.patterns().isPresent()) {
            return asserted.stream()
                    .filter(value -> test.patterns().get().stream().anyMatch(pattern -> pattern.isIn(value, effort)))
                    .toList();
        }
        Set<String> both = new LinkedHashSet<>(asserted);
        both.retainAll(Set.copyOf(test.values()));
        return List.copyOf(both);
    }

    private static List<ObjectNode> filled(Rule rule, List<List<String>> matches) {
        return rule.local().stream()
                .map(local -> (ObjectNode) filled("", local, matches))
                .toList();
    }

    private static JsonNode filled(String key, JsonNode value, List<List<String>> matches) {
        if (value.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                object.set(member.getKey(), filled(member.getKey(), member.getValue(), matches));
            }
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(filled(key, item, matches)));
            return array;
        }
        return key.equals("projects_json") ? projects(value.textValue(), matches) : text(value.textValue(), matches);
    }

    private static JsonNode text(String text, List<List<String>> matches) {
        try {
            return JsonNodeFactory.instance.textNode(Template.parse(text).render(matches));
        } catch (Template.NoSuchMatch | Template.Malformed wrong) {
            throw new Faulty(String.valueOf(wrong.getMessage()));
        }
    }

    private static JsonNode projects(String place, List<List<String>> matches) {
        int index = ProjectsJson.index(place).orElseThrow();
        if (index >= matches.size()) {
            throw new Faulty("projects_json refers to a remote match that does not exist");
        }
        try {
            return ProjectsJson.read(matches.get(index));
        } catch (IllegalArgumentException wrong) {
            throw new Faulty(String.valueOf(wrong.getMessage()));
        }
    }
}
