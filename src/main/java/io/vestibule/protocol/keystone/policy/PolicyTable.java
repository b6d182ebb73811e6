package io.vestibule.protocol.keystone.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The rules, parsed: what the table that ships says, with an operator's own rules in the place of the ones they name. */
final class PolicyTable {
    private static final String SHIPPED = "/keystone/policy.txt";

    private final Map<String, Check> rules;
    private final Map<String, String> scopes;

    private PolicyTable(Map<String, Check> rules, Map<String, String> scopes) {
        this.rules = Map.copyOf(rules);
        this.scopes = Map.copyOf(scopes);
    }

    static PolicyTable shipped() {
        try (InputStream table = PolicyTable.class.getResourceAsStream(SHIPPED)) {
            if (table == null) {
                throw new IllegalStateException(SHIPPED + " is missing");
            }
            return read(new String(table.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PolicyTable read(String text) {
        Map<String, Check> rules = new HashMap<>();
        Map<String, String> scopes = new HashMap<>();
        text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> {
                    String[] action = line.split("\\|", 3);
                    if (action.length == 3) {
                        rules.put(action[0].strip(), RuleParser.parse(action[2]));
                        scopes.put(action[0].strip(), action[1].strip());
                    } else {
                        String[] named = line.split("=", 2);
                        rules.put(named[0].strip(), RuleParser.parse(named[1]));
                    }
                });
        return new PolicyTable(rules, scopes).withoutCircles();
    }

    /** Rules by name, as in an OpenStack {@code policy.yaml}; an action named there keeps the scopes it has. */
    PolicyTable with(Map<String, String> overrides) {
        Map<String, Check> changed = new HashMap<>(rules);
        overrides.forEach((name, rule) -> changed.put(name, RuleParser.parse(rule)));
        return new PolicyTable(changed, scopes).withoutCircles();
    }

    /** An action that no line names is nobody's. */
    boolean allows(String action, Asker asker, Target target) {
        String allowedIn = scopes.get(action);
        Check check = rules.get(action);
        return allowedIn != null
                && check != null
                && allowedIn.indexOf(asker.scope().letter()) >= 0
                && check.holds(asker, target, rules);
    }

    private PolicyTable withoutCircles() {
        rules.forEach((name, check) -> follow(name, check, new HashSet<>(Set.of(name))));
        return this;
    }

    private void follow(String from, Check check, Set<String> seen) {
        switch (check) {
            case Check.Not not -> follow(from, not.check(), seen);
            case Check.All all -> all.checks().forEach(each -> follow(from, each, seen));
            case Check.Any any -> any.checks().forEach(each -> follow(from, each, seen));
            case Check.Named named -> {
                Check next = rules.get(named.name());
                if (next == null) {
                    throw new IllegalArgumentException(
                            "rule " + from + " refers to rule:" + named.name() + ", which nobody defined");
                }
                if (!seen.add(named.name())) {
                    throw new IllegalArgumentException("rule " + from + " refers to itself");
                }
                follow(from, next, seen);
                seen.remove(named.name());
            }
            case Check.Always ignored -> {}
            case Check.Role ignored -> {}
            case Check.Literal ignored -> {}
            case Check.Fact ignored -> {}
        }
    }
}
