package io.vestibule.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.mapping.MappedUser.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings together what the rules that fit have given. */
final class GivenValues {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_GROUP = "JSON:";
    private static final int MOST_GROUPS = 2_000; // by name, and as many by id
    private static final int MOST_PROJECTS = 100; // what is missing is made
    private static final int MOST_ROLES = 1_000; // on all of them

    private final SchemaVersion version;
    private final Set<String> groupIds = new LinkedHashSet<>();
    private final Set<MappedGroup> groups = new LinkedHashSet<>();
    private JsonNode user = JsonNodeFactory.instance.objectNode();
    private List<MappedProject> projects = List.of();

    GivenValues(SchemaVersion version) {
        this.version = version;
    }

    MappingOutcome of(List<ObjectNode> given) {
        for (ObjectNode local : given) {
            if (user.isEmpty()) {
                user = local.path("user").isObject() ? local.path("user") : user;
            }
            group(local.path("group"));
            if (local.has("groups")) {
                groups(local);
            }
            if (local.has("group_ids")) {
                groupIds.addAll(PythonList.in(local.path("group_ids").textValue()));
            }
            if (local.has("projects") || local.has("projects_json")) {
                projects = projects(local);
            }
            refuseWhatIsTooMuch();
        }
        return new MappingOutcome.Matched(user(given.getLast()), groupIds, groups, projects);
    }

    /** Somebody in so many groups is not cut short: which of them they are denied by would be left to chance. */
    private void refuseWhatIsTooMuch() {
        if (groupIds.size() > MOST_GROUPS || groups.size() > MOST_GROUPS) {
            throw new RuleEngine.Faulty("more than " + MOST_GROUPS + " groups would be given");
        }
        if (projects.size() > MOST_PROJECTS
                || projects.stream().mapToInt(one -> one.roles().size()).sum() > MOST_ROLES) {
            throw new RuleEngine.Faulty("roles on more than " + MOST_PROJECTS + " projects, or more than " + MOST_ROLES
                    + " roles would be given");
        }
    }

    private void group(JsonNode group) {
        if (group.has("id")) {
            groupIds.add(group.path("id").textValue());
        } else if (group.has("name")) {
            groups.add(new MappedGroup(group.path("name").textValue(), domain(group.path("domain"))));
        }
    }

    /**
     * One name or a list of them, of the domain beside; or {@code JSON:{"name": …, "domain": …}}, as Keystones tell each other
     * of groups. To Keystone a text in which the letters {@code name} occur anywhere is the latter; here what begins so is.
     */
    private void groups(ObjectNode local) {
        List<String> named = PythonList.in(local.path("groups").textValue());
        if (!local.has("domain") && named.stream().noneMatch(group -> group.startsWith(JSON_GROUP))) {
            throw bothNeeded(local);
        }
        for (String group : named) {
            if (group.startsWith(JSON_GROUP)) {
                groups.add(jsonGroup(group.substring(JSON_GROUP.length())));
            } else if (local.has("domain")) {
                groups.add(new MappedGroup(group, domain(local.path("domain"))));
            } else {
                throw bothNeeded(local);
            }
        }
    }

    private static MappedGroup jsonGroup(String json) {
        JsonNode group;
        try {
            group = JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new RuleEngine.Faulty("a group that was asserted as JSON is none");
        }
        if (!group.path("domain").isObject() || !group.path("name").isTextual()) {
            throw bothNeeded(group);
        }
        return new MappedGroup(group.path("name").textValue(), domain(group.path("domain")));
    }

    private static RuleEngine.Faulty bothNeeded(JsonNode local) {
        return new RuleEngine.Faulty(
                "Invalid rule: " + PythonText.of(local) + ". Both 'groups' and 'domain' keywords must be specified.");
    }

    private List<MappedProject> projects(ObjectNode local) {
        Optional<DomainRef> otherwise =
                version.isAtLeast(SchemaVersion.V2) ? domainIfAny(local.path("domain")) : Optional.empty();
        List<MappedProject> all = new ArrayList<>();
        for (String key : List.of("projects", "projects_json")) {
            local.path(key).forEach(project -> {
                List<String> roles = new ArrayList<>();
                project.path("roles")
                        .forEach(role -> roles.add(role.path("name").textValue()));
                all.add(new MappedProject(
                        project.path("name").textValue(),
                        domainIfAny(project.path("domain")).or(() -> otherwise),
                        roles));
            });
        }
        return all;
    }

    /** Since the second edition a user without a domain is of the one that the last of all local parts names. */
    private MappedUser user(ObjectNode last) {
        Optional<DomainRef> domain = domainIfAny(user.path("domain"));
        return new MappedUser(
                user.path("type").asText("").equals("local") ? Type.LOCAL : Type.EPHEMERAL,
                text(user, "id"),
                text(user, "name"),
                text(user, "email"),
                version.isAtLeast(SchemaVersion.V2) ? domain.or(() -> domainIfAny(last.path("domain"))) : domain);
    }

    /** An empty one is none, as an empty object counts as nothing to Python. */
    private static Optional<DomainRef> domainIfAny(JsonNode domain) {
        return domain.isEmpty() ? Optional.empty() : Optional.of(domain(domain));
    }

    private static DomainRef domain(JsonNode domain) {
        return new DomainRef(text(domain, "id"), text(domain, "name"));
    }

    private static Optional<String> text(JsonNode object, String key) {
        return Optional.ofNullable(object.path(key).textValue());
    }
}
