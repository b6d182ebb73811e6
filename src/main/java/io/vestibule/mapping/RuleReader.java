package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.Rules.Keyword;
import io.vestibule.mapping.Rules.Remote;
import io.vestibule.mapping.Rules.Rule;
import io.vestibule.mapping.Rules.Test;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rules, and refuses at once what could only fail at somebody's login. */
public final class RuleReader {
    private static final int LONGEST = 200_000;
    private static final int DEEPEST = 50;
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .build())
            .build();

    private RuleReader() {}

    public sealed interface Outcome {
        record Read(Rules rules) implements Outcome {}

        /** @param problems sentences for whoever wrote the rules, in Keystone's words where it has them */
        record Refused(List<String> problems) implements Outcome {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** A file as it lies beside a Keystone: a list of rules, or an object with {@code rules} and {@code schema_version}. */
    public static Outcome read(String json) {
        if (json.length() > LONGEST) {
            return refused(tooLong());
        }
        try {
            JsonNode tree = JSON.readTree(json);
            return read(tree.isArray() ? JSON.createObjectNode().set("rules", tree) : member(tree));
        } catch (JsonProcessingException broken) {
            return refused("not JSON: " + broken.getOriginalMessage());
        }
    }

    /** A body of the API is taken as well. */
    private static JsonNode member(JsonNode tree) {
        return tree.path("mapping").isObject() ? tree.path("mapping") : tree;
    }

    /** @param mapping an object with {@code rules} and maybe {@code schema_version} */
    public static Outcome read(JsonNode mapping) {
        JsonNode said = mapping.path("schema_version");
        Optional<SchemaVersion> version = said.isMissingNode() || said.isNull()
                ? Optional.of(SchemaVersion.V1)
                : SchemaVersion.of(said.asText()).filter(known -> said.isTextual());
        List<String> problems = new ArrayList<>(RuleShape.problems(mapping, version.orElse(SchemaVersion.V3)));
        if (version.isEmpty() && said.isTextual()) {
            problems.add(PythonText.of(said) + " is not one of ['1.0', '2.0', '3.0']");
        }
        String json = mapping.path("rules").toString();
        if (json.length() > LONGEST) {
            problems.add(tooLong());
        }
        if (!problems.isEmpty()) {
            return new Outcome.Refused(problems);
        }
        List<Rule> rules = new ArrayList<>();
        mapping.path("rules").forEach(rule -> rules.add(rule(rule, problems)));
        return problems.isEmpty()
                ? new Outcome.Read(new Rules(version.orElseThrow(), rules, json))
                : new Outcome.Refused(problems);
    }

    private static Rule rule(JsonNode rule, List<String> problems) {
        List<ObjectNode> local = new ArrayList<>();
        rule.path("local").forEach(each -> {
            templates(each, problems);
            projectsJson(each.path("projects_json"), problems);
            local.add(each.deepCopy());
        });
        List<Remote> remote = new ArrayList<>();
        rule.path("remote").forEach(each -> remote.add(remote(each, problems)));
        return new Rule(local, remote);
    }

    private static void templates(JsonNode tree, List<String> problems) {
        if (tree.isTextual()) {
            try {
                Template.parse(tree.textValue());
            } catch (Template.Malformed malformed) {
                problems.add(String.valueOf(malformed.getMessage()));
            }
            return;
        }
        tree.properties().forEach(member -> {
            if (!member.getKey().equals("projects_json")) {
                templates(member.getValue(), problems);
            }
        });
        if (tree.isArray()) {
            tree.forEach(item -> templates(item, problems));
        }
    }

    private static void projectsJson(JsonNode place, List<String> problems) {
        if (place.isTextual() && ProjectsJson.index(place.textValue()).isEmpty()) {
            problems.add("The rule [" + place.textValue()
                    + "] for key [projects_json] does not match the expected pattern" + " [\\{?(\\d+)\\}?].");
        }
    }

    private static Remote remote(JsonNode remote, List<String> problems) {
        String type = remote.path("type").textValue();
        for (Keyword keyword : Keyword.values()) {
            if (remote.has(keyword.word())) {
                boolean regex = remote.path("regex").asBoolean(false);
                return new Remote(type, Optional.of(test(keyword, remote.path(keyword.word()), regex, problems)));
            }
        }
        return new Remote(type, Optional.empty());
    }

    private static Test test(Keyword keyword, JsonNode list, boolean regex, List<String> problems) {
        List<String> values = new ArrayList<>();
        List<PythonPattern> patterns = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isTextual()) {
                problems.add(
                        PythonText.of(value) + " in " + PythonText.quoted(keyword.word()) + " is not of type 'string'");
                continue;
            }
            values.add(value.textValue());
            if (regex) {
                try {
                    patterns.add(PythonPattern.compile(value.textValue()));
                } catch (PythonPattern.Malformed malformed) {
                    problems.add(String.valueOf(malformed.getMessage()));
                }
            }
        }
        return new Test(keyword, values, regex ? Optional.of(patterns) : Optional.empty());
    }

    private static String tooLong() {
        return "rules have at most " + LONGEST + " characters";
    }

    private static Outcome refused(String problem) {
        return new Outcome.Refused(List.of(problem));
    }
}
