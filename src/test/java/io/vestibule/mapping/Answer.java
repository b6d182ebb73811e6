package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What an engine says to a case, in a form in which two can be compared: sets have no order, and lists made of sets neither. */
record Answer(String outcome, String details) {
    /** Ours. */
    static Answer of(JsonNode example) {
        return switch (rules(example)) {
            case RuleReader.Outcome.Refused refused ->
                new Answer("refused", refused.problems().toString());
            case RuleReader.Outcome.Read read -> of(RuleEngine.apply(read.rules(), assertion(example)));
        };
    }

    /** What our rules gave before it was brought together. */
    static List<JsonNode> given(JsonNode example) {
        return rules(example) instanceof RuleReader.Outcome.Read read
                ? RuleEngine.explain(read.rules(), assertion(example)).rules().stream()
                        .flatMap(rule -> rule.given().stream())
                        .map(Answer::tree)
                        .toList()
                : List.of();
    }

    private static JsonNode tree(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(broken);
        }
    }

    private static RuleReader.Outcome rules(JsonNode example) {
        ObjectNode mapping = JsonNodeFactory.instance.objectNode();
        mapping.set("schema_version", example.path("version"));
        mapping.set("rules", example.path("rules"));
        return RuleReader.read(mapping);
    }

    private static Assertion assertion(JsonNode example) {
        Map<String, String> variables = new TreeMap<>();
        example.path("assertion")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().textValue()));
        return Assertion.ofVariables(variables);
    }

    private static Answer of(MappingOutcome outcome) {
        return switch (outcome) {
            case MappingOutcome.NoMatch none -> new Answer("no-match", "");
            case MappingOutcome.Faulty faulty -> new Answer("faulty", "");
            case MappingOutcome.Matched matched ->
                new Answer(
                        "matched",
                        String.join(
                                "\n",
                                "user " + matched.user().type().name().toLowerCase(Locale.ROOT)
                                        + text(matched.user().id())
                                        + text(matched.user().name())
                                        + text(matched.user().email())
                                        + domain(matched.user().domain()),
                                "groupIds " + sorted(matched.groupIds()),
                                "groups "
                                        + sorted(matched.groups().stream()
                                                .map(group ->
                                                        unordered(group.name()) + domain(Optional.of(group.domain())))
                                                .collect(Collectors.toSet())),
                                "projects "
                                        + matched.projects().stream()
                                                .map(project -> unordered(project.name())
                                                        + domain(project.domain())
                                                        + project.roles().stream()
                                                                .map(Answer::unordered)
                                                                .toList())
                                                .toList()));
        };
    }

    /** Keystone's, as keystone_rules.py writes it. */
    static Answer ofKeystone(JsonNode answer) {
        String outcome = answer.path("outcome").textValue();
        return switch (outcome) {
            case "refused" ->
                new Answer(
                        outcome,
                        StreamSupport.stream(answer.path("problems").spliterator(), false)
                                .map(JsonNode::textValue)
                                .toList()
                                .toString());
            case "matched" -> new Answer(outcome, details(answer));
            default -> new Answer(outcome, "");
        };
    }

    private static String details(JsonNode answer) {
        JsonNode user = answer.path("user");
        return String.join(
                "\n",
                "user " + user.path("type").textValue() + text(text(user.path("id"))) + text(text(user.path("name")))
                        + text(text(user.path("email"))) + domain(user.path("domain")),
                "groupIds "
                        + sorted(stream(answer.path("groupIds"))
                                .map(JsonNode::textValue)
                                .collect(Collectors.toSet())),
                "groups "
                        + sorted(stream(answer.path("groups"))
                                .map(group ->
                                        unordered(group.path("name").textValue()) + someDomain(group.path("domain")))
                                .collect(Collectors.toSet())),
                "projects "
                        + stream(answer.path("projects"))
                                .map(project -> unordered(project.path("name").textValue())
                                        + domain(project.path("domain"))
                                        + stream(project.path("roles"))
                                                .map(role -> unordered(role.textValue()))
                                                .toList())
                                .toList());
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }

    private static String domain(JsonNode domain) {
        return domain.isNull() ? " -" : someDomain(domain);
    }

    private static String someDomain(JsonNode domain) {
        return domain(Optional.of(new DomainRef(text(domain.path("id")), text(domain.path("name")))));
    }

    private static String domain(Optional<DomainRef> domain) {
        return domain.map(some -> " @" + some.id().map(Answer::unordered) + "/"
                        + some.name().map(Answer::unordered))
                .orElse(" -");
    }

    private static String text(Optional<String> text) {
        return " " + text.map(Answer::unordered);
    }

    private static String sorted(Set<String> texts) {
        return texts.stream().map(Answer::unordered).sorted().toList().toString();
    }

    /** A text that holds a list may have been made of a set. */
    private static String unordered(String text) {
        if (text.indexOf('[') < 0) {
            return text;
        }
        return text.chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
