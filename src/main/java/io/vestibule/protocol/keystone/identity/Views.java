package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Limit;
import io.vestibule.access.Project;
import io.vestibule.access.RegisteredLimit;
import io.vestibule.access.Role;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.User;
import io.vestibule.protocol.keystone.wire.Call;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How resources look in answers. Attributes that mean nothing to us come first: none can hide one that does. */
public final class Views {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private Views() {}

    static ObjectNode user(Call call, User user) {
        ObjectNode view = user.extra().tree();
        user.email().filter(email -> !view.has("email")).ifPresent(email -> view.put("email", email));
        view.put("id", user.id().hex());
        view.put("name", user.name());
        view.put("domain_id", user.domain().value());
        view.put("enabled", user.switchedOn());
        user.defaultProject().ifPresent(project -> view.put("default_project_id", project.value()));
        view.put("password_expires_at", moment(expiry(user)));
        view.set("options", user.options().json());
        return linked(call, "users", view);
    }

    /** A password that its owner's options keep for ever does not expire, whatever is stored. */
    private static Optional<Instant> expiry(User user) {
        boolean kept = user.options().ignorePasswordExpiry().orElse(false);
        return kept ? Optional.empty() : user.passwordExpiresAt();
    }

    private static @Nullable String moment(Optional<Instant> instant) {
        return instant.map(MOMENT::format).orElse(null);
    }

    static ObjectNode group(Call call, Group group) {
        ObjectNode view = group.extra().tree();
        view.put("id", group.id().value());
        view.put("name", group.name());
        view.put("domain_id", group.domain().value());
        view.put("description", group.description());
        return linked(call, "groups", view);
    }

    public static ObjectNode domain(Call call, Domain domain) {
        ObjectNode view = domain.extra().tree();
        view.put("id", domain.id().value());
        view.put("name", domain.name());
        view.put("description", domain.description());
        view.put("enabled", domain.enabled());
        view.set("tags", tags(domain.tags()));
        view.set("options", domain.options().tree());
        return linked(call, "domains", view);
    }

    /** A domain as the project that it is, too, in Keystone's eyes: the root of its projects. */
    static ObjectNode asProject(Call call, Domain domain) {
        ObjectNode view = domain.extra().tree();
        view.put("id", domain.id().value());
        view.put("name", domain.name());
        view.putNull("domain_id");
        view.put("description", domain.description());
        view.put("enabled", domain.enabled());
        view.putNull("parent_id");
        view.put("is_domain", true);
        view.set("tags", tags(domain.tags()));
        view.set("options", domain.options().tree());
        return linked(call, "projects", view);
    }

    public static ObjectNode project(Call call, Project project) {
        ObjectNode view = project.extra().tree();
        view.put("id", project.id().value());
        view.put("name", project.name());
        view.put("domain_id", project.domain().value());
        view.put("description", project.description().orElse(null));
        view.put("enabled", project.enabled());
        view.put(
                "parent_id",
                project.parent()
                        .map(parent -> parent.value())
                        .orElse(project.domain().value()));
        view.put("is_domain", false);
        view.set("tags", tags(project.tags()));
        view.set("options", immutable(project.immutable()));
        return linked(call, "projects", view);
    }

    static ObjectNode role(Call call, Role role) {
        ObjectNode view = role.extra().tree();
        view.put("id", role.id().value());
        view.put("name", role.name());
        view.put("domain_id", role.domain().map(domain -> domain.value()).orElse(null));
        view.put("description", role.description().orElse(null));
        view.set("options", immutable(role.immutable()));
        return linked(call, "roles", view);
    }

    static ObjectNode registeredLimit(Call call, RegisteredLimit limit) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", limit.id());
        view.put("service_id", limit.service());
        view.put("region_id", limit.region().orElse(null));
        view.put("resource_name", limit.resource());
        view.put("default_limit", limit.defaultLimit());
        view.put("description", limit.description().orElse(null));
        return linked(call, "registered_limits", view);
    }

    static ObjectNode limit(Call call, Limit limit) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", limit.id());
        view.put(
                "project_id",
                limit.owner().projectIfOne().map(project -> project.value()).orElse(null));
        view.put(
                "domain_id",
                limit.owner().domainIfOne().map(domain -> domain.value()).orElse(null));
        view.put("resource_limit", limit.amount());
        view.put("description", limit.description().orElse(null));
        view.put("service_id", limit.service());
        view.put("region_id", limit.region().orElse(null));
        view.put("resource_name", limit.resource());
        return linked(call, "limits", view);
    }

    static ObjectNode linked(Call call, String collection, ObjectNode view) {
        view.putObject("links")
                .put(
                        "self",
                        call.base() + "/" + collection + "/" + view.path("id").asText());
        return view;
    }

    private static ObjectNode immutable(Optional<Boolean> immutable) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        immutable.ifPresent(value -> options.put("immutable", value));
        return options;
    }

    private static ArrayNode tags(List<String> tags) {
        ArrayNode view = JsonNodeFactory.instance.arrayNode();
        tags.forEach(view::add);
        return view;
    }
}
