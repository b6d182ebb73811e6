package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.mapping.Rules.Keyword;
import io.vestibule.mapping.Rules.Remote;
import io.vestibule.mapping.Rules.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What in rules is right by the language and cannot be meant. */
public final class RuleLint {
    private final List<String> findings = new ArrayList<>();

    private RuleLint() {}

    /** A sentence for each, in the order of the rules. */
    public static List<String> findings(Rules rules) {
        RuleLint lint = new RuleLint();
        for (int i = 0; i < rules.rules().size(); i++) {
            lint.rule(
                    "rule " + (i + 1) + ": ",
                    rules.rules().get(i),
                    rules.rules().subList(0, i));
        }
        if (rules.rules().stream().noneMatch(rule -> rule.local().stream().anyMatch(local -> local.has("user")))) {
            lint.findings.add("no rule says who the user is: their name will be what the upstream calls them");
        }
        return List.copyOf(lint.findings);
    }

    private void rule(String where, Rule rule, List<Rule> before) {
        if (rule.local().isEmpty()) {
            findings.add(where + "it gives nothing");
        }
        rule.remote().forEach(remote -> neverFits(where, remote, rule.remote()));
        places(where, rule);
        rule.local().stream()
                .filter(local -> local.has("groups") && !local.has("domain"))
                .findFirst()
                .ifPresent(local -> findings.add(
                        where + "groups without a domain beside them fail the login, unless they come as JSON:{…}"));
        boolean named = rule.local().stream().anyMatch(local -> local.has("user"));
        for (int i = 0; named && i < before.size(); i++) {
            boolean first = before.get(i).local().stream()
                    .anyMatch(local -> !local.path("user").isEmpty());
            if (first && rule.remote().containsAll(before.get(i).remote())) {
                findings.add(where + "its user is never taken: rule " + (i + 1)
                        + " fits whenever this one does, and the first user counts");
                return;
            }
        }
    }

    private void neverFits(String where, Remote remote, List<Remote> all) {
        remote.test().filter(test -> test.keyword() == Keyword.ANY_ONE_OF).ifPresent(test -> {
            Set<String> wanted = new HashSet<>(test.values());
            if (wanted.isEmpty()) {
                findings.add(where + "it never fits: any_one_of of " + remote.type() + " is empty");
                return;
            }
            boolean contradicted = all.stream()
                    .filter(other -> other.type().equals(remote.type()))
                    .flatMap(other -> other.test().stream())
                    .filter(other -> other.keyword() == Keyword.NOT_ANY_OF)
                    .filter(other ->
                            other.patterns().isPresent() == test.patterns().isPresent())
                    .anyMatch(other -> other.values().containsAll(wanted));
            if (contradicted) {
                findings.add(
                        where + "it never fits: not_any_of of " + remote.type() + " excludes what any_one_of asks for");
            }
        });
    }

    /** Conditions take no place, which shifts the numbers of what follows them. */
    private void places(String where, Rule rule) {
        long matches = rule.remote().stream()
                .filter(remote -> remote.test()
                        .filter(test -> test.keyword().isCondition())
                        .isEmpty())
                .count();
        Set<Integer> used = new TreeSet<>();
        rule.local().forEach(local -> collect(local, used));
        used.stream()
                .filter(place -> place >= matches)
                .forEach(place -> findings.add(where + "{" + place
                        + "} stands for nothing: the remote part has " + matches
                        + " that give a value (any_one_of and not_any_of give none), so whoever it fits is refused"));
        for (int place = 0; place < matches; place++) {
            if (!used.contains(place)) {
                findings.add(where + "{" + place + "} is never used");
            }
        }
    }

    private static void collect(JsonNode tree, Set<Integer> used) {
        if (tree.isTextual()) {
            try {
                used.addAll(Template.parse(tree.textValue()).indexes());
            } catch (Template.Malformed refusedBefore) {
                throw new IllegalStateException("rules that were read hold templates", refusedBefore);
            }
        } else if (tree.has("projects_json")) {
            ProjectsJson.index(tree.path("projects_json").asText()).ifPresent(used::add);
        }
        tree.properties().forEach(member -> {
            if (!member.getKey().equals("projects_json")) {
                collect(member.getValue(), used);
            }
        });
        if (tree.isArray()) {
            tree.forEach(item -> collect(item, used));
        }
    }
}
