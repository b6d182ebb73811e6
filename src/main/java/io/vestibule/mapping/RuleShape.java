package io.vestibule.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What a mapping has to look like in each edition of the language. Each broken rule is one sentence in the words of the
 * library that Keystone checks with (JSON Schema, draft 4), in the order of the sentences.
 */
final class RuleShape {
    private static final Set<String> DOMAIN = Set.of("id", "name");
    private static final Set<String> TESTS = Set.of("any_one_of", "not_any_of", "blacklist", "whitelist");

    private final SchemaVersion version;
    private final List<String> broken = new ArrayList<>();

    private RuleShape(SchemaVersion version) {
        this.version = version;
    }

    static List<String> problems(JsonNode mapping, SchemaVersion version) {
        RuleShape shape = new RuleShape(version);
        shape.mapping(mapping);
        return shape.broken.stream().sorted().toList();
    }

    /** What is wrong with projects that came as JSON. */
    static List<String> problemsOfProjects(JsonNode projects) {
        RuleShape shape = new RuleShape(SchemaVersion.V3);
        shape.projects(projects);
        return shape.broken.stream().sorted().toList();
    }

    private void mapping(JsonNode mapping) {
        if (isObject(mapping)) {
            required(mapping, "rules");
            ifThere(mapping, "schema_version", this::text);
            ifThere(mapping, "rules", rules -> {
                if (isList(rules)) {
                    notEmpty(rules);
                    rules.forEach(this::rule);
                }
            });
        }
    }

    private void rule(JsonNode rule) {
        if (isObject(rule)) {
            required(rule, "local", "remote");
            only(rule, Set.of("local", "remote"));
            ifThere(rule, "local", local -> {
                if (isList(local)) {
                    local.forEach(this::local);
                }
            });
            ifThere(rule, "remote", remote -> {
                if (isList(remote)) {
                    notEmpty(remote);
                    remote.forEach(this::remote);
                }
            });
        }
    }

    private void local(JsonNode local) {
        if (isObject(local)) {
            Set<String> known =
                    new LinkedHashSet<>(List.of("user", "projects", "group", "groups", "group_ids", "domain"));
            if (version == SchemaVersion.V3) {
                known.add("projects_json");
            }
            only(local, known);
            ifThere(local, "user", this::user);
            ifThere(local, "projects", this::projects);
            ifThere(local, "group", this::group);
            ifThere(local, "groups", this::text);
            ifThere(local, "group_ids", this::text);
            ifThere(local, "domain", this::domain);
            if (version == SchemaVersion.V3) {
                ifThere(local, "projects_json", this::text);
            }
        }
    }

    private void user(JsonNode user) {
        if (isObject(user)) {
            only(user, Set.of("id", "name", "email", "domain", "type"));
            List.of("id", "name", "email", "type").forEach(key -> ifThere(user, key, this::text));
            ifThere(user, "domain", this::domain);
            ifThere(user, "type", type -> {
                if (!type.isTextual() || !List.of("ephemeral", "local").contains(type.textValue())) {
                    say(PythonText.of(type) + " is not one of ['ephemeral', 'local']");
                }
            });
        }
    }

    private void domain(JsonNode domain) {
        if (isObject(domain)) {
            only(domain, DOMAIN);
            DOMAIN.forEach(key -> ifThere(domain, key, this::text));
        }
    }

    private void projects(JsonNode projects) {
        if (isList(projects)) {
            projects.forEach(project -> {
                if (isObject(project)) {
                    required(project, "name", "roles");
                    only(
                            project,
                            version == SchemaVersion.V1 ? Set.of("name", "roles") : Set.of("name", "roles", "domain"));
                    ifThere(project, "name", this::text);
                    ifThere(project, "roles", this::roles);
                    if (version != SchemaVersion.V1) {
                        ifThere(project, "domain", this::domain);
                    }
                }
            });
        }
    }

    private void roles(JsonNode roles) {
        if (isList(roles)) {
            roles.forEach(role -> {
                if (isObject(role)) {
                    required(role, "name");
                    only(role, Set.of("name"));
                    ifThere(role, "name", this::text);
                }
            });
        }
    }

    private void group(JsonNode group) {
        isObject(group);
        boolean byId =
                keysAre(group, Set.of("id"), Set.of("id")) && group.get("id").isTextual();
        boolean byName = keysAre(group, Set.of("name", "domain"), Set.of("name", "domain"))
                && group.get("name").isTextual()
                && isDomain(group.get("domain"));
        oneOf(group, byId || byName);
    }

    private static boolean isDomain(JsonNode domain) {
        RuleShape alone = new RuleShape(SchemaVersion.V1);
        alone.domain(domain);
        return alone.broken.isEmpty();
    }

    private void remote(JsonNode remote) {
        isObject(remote);
        List<String> tests = TESTS.stream().filter(remote::has).toList();
        Set<String> allowed = new LinkedHashSet<>(tests);
        allowed.add("type");
        if (!tests.isEmpty()) {
            allowed.add("regex");
        }
        boolean right = tests.size() <= 1
                && keysAre(remote, allowed, Set.of("type"))
                && remote.get("type").isTextual()
                && tests.stream().allMatch(test -> remote.get(test).isArray())
                && (!remote.has("regex") || remote.get("regex").isBoolean());
        oneOf(remote, right);
    }

    private static boolean keysAre(JsonNode object, Set<String> allowed, Set<String> needed) {
        Set<String> keys = object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        return object.isObject() && allowed.containsAll(keys) && keys.containsAll(needed);
    }

    private void oneOf(JsonNode value, boolean right) {
        if (!right) {
            say(PythonText.of(value) + " is not valid under any of the given schemas");
        }
    }

    private void required(JsonNode object, String... keys) {
        for (String key : keys) {
            if (!object.has(key)) {
                say(PythonText.quoted(key) + " is a required property");
            }
        }
    }

    private void only(JsonNode object, Set<String> known) {
        List<String> others = new ArrayList<>();
        object.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                others.add(PythonText.quoted(key));
            }
        });
        if (!others.isEmpty()) {
            say("Additional properties are not allowed (" + String.join(", ", others)
                    + (others.size() == 1 ? " was" : " were") + " unexpected)");
        }
    }

    private boolean isObject(JsonNode value) {
        return is(value.isObject(), value, "object");
    }

    private boolean isList(JsonNode value) {
        return is(value.isArray(), value, "array");
    }

    private void text(JsonNode value) {
        is(value.isTextual(), value, "string");
    }

    private boolean is(boolean right, JsonNode value, String type) {
        if (!right) {
            say(PythonText.of(value) + " is not of type " + PythonText.quoted(type));
        }
        return right;
    }

    private void notEmpty(JsonNode list) {
        if (list.isEmpty()) {
            say("[] is too short");
        }
    }

    private void ifThere(JsonNode object, String key, Consumer<JsonNode> check) {
        JsonNode value = object.path(key);
        if (!value.isMissingNode()) {
            check.accept(value);
        }
    }

    private void say(String sentence) {
        broken.add(sentence);
    }
}
