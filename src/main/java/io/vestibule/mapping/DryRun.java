package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.PythonPattern.Effort;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What rules would make of claims, told in JSON: which rules fit, what each gave, and what came of it. */
public final class DryRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DryRun() {}

    /** As a login would do it. */
    public static ObjectNode of(Rules rules, Assertion assertion) {
        return of(RuleEngine.explain(rules, assertion));
    }

    /** What each rule did, for whoever may ask over the network: what takes long is given up sooner. */
    public static Explanation explained(Rules rules, Assertion assertion) {
        return RuleEngine.explain(rules, assertion, Effort.toTry());
    }

    /**
     * The same, as JSON.
     *
     * @param unknown why what would be given cannot be, by what; shown as {@code skipped}
     */
    public static ObjectNode brief(
            Rules rules, Assertion assertion, Function<MappingOutcome.Matched, Map<String, String>> unknown) {
        Explanation explanation = explained(rules, assertion);
        ObjectNode told = of(explanation);
        if (explanation.outcome() instanceof MappingOutcome.Matched matched) {
            ObjectNode skipped = told.putObject("skipped");
            unknown.apply(matched).forEach(skipped::put);
        }
        return told;
    }

    private static ObjectNode of(Explanation explanation) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        switch (explanation.outcome()) {
            case MappingOutcome.Matched matched -> matched(told.put("outcome", "matched"), matched);
            case MappingOutcome.NoMatch none -> told.put("outcome", "no-match");
            case MappingOutcome.Faulty faulty -> told.put("outcome", "faulty").put("reason", faulty.reason());
        }
        ArrayNode each = told.putArray("rules");
        explanation.rules().forEach(rule -> rule(each.addObject(), rule));
        return told;
    }

    private static void matched(ObjectNode told, MappingOutcome.Matched matched) {
        MappedUser user = matched.user();
        ObjectNode shown = told.putObject("user");
        shown.put("type", user.type().name().toLowerCase(Locale.ROOT));
        user.id().ifPresent(id -> shown.put("id", id));
        user.name().ifPresent(name -> shown.put("name", name));
        user.email().ifPresent(email -> shown.put("email", email));
        domain(shown, user.domain());
        ArrayNode ids = told.putArray("group_ids");
        matched.groupIds().forEach(ids::add);
        ArrayNode groups = told.putArray("groups");
        matched.groups()
                .forEach(group -> domain(groups.addObject().put("name", group.name()), Optional.of(group.domain())));
        ArrayNode projects = told.putArray("projects");
        matched.projects().forEach(project -> {
            ObjectNode one = projects.addObject().put("name", project.name());
            domain(one, project.domain());
            ArrayNode roles = one.putArray("roles");
            project.roles().forEach(roles::add);
        });
    }

    private static void domain(ObjectNode into, Optional<DomainRef> domain) {
        domain.ifPresent(ref -> {
            ObjectNode shown = into.putObject("domain");
            ref.id().ifPresent(id -> shown.put("id", id));
            ref.name().ifPresent(name -> shown.put("name", name));
        });
    }

    private static void rule(ObjectNode told, Explanation.OfRule rule) {
        told.put("matches", rule.failing().isEmpty());
        rule.failing().ifPresent(why -> told.put("why", why));
        if (rule.failing().isEmpty()) {
            ArrayNode given = told.putArray("gives");
            rule.given().forEach(local -> {
                try {
                    given.add(JSON.readTree(local));
                } catch (JsonProcessingException broken) {
                    throw new IllegalStateException("what a rule gives is JSON", broken);
                }
            });
        }
    }
}
