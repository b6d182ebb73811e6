package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.LimitFilter;
import io.vestibule.access.LimitOwner;
import io.vestibule.access.Limits;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Query;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is above and below a project, as ids or as a list; a list shows only what its reader has a role on. */
@ApplicationScoped
class ProjectTree {
    private final Projects projects;
    private final EffectiveRoles roles;
    private final Directory directory;
    private final Limits limits;

    ProjectTree(Projects projects, EffectiveRoles roles, Directory directory, Limits limits) {
        this.projects = projects;
        this.roles = roles;
        this.directory = directory;
        this.limits = limits;
    }

    ObjectNode with(Call call, Project project, ObjectNode view) {
        require(call.query(), "parents_as_list", "parents_as_ids");
        require(call.query(), "subtree_as_list", "subtree_as_ids");
        if (call.query().flag("parents_as_list")) {
            view.set("parents", list(call, projects.parents(call.realmName(), project.id())));
        } else if (call.query().flag("parents_as_ids")) {
            view.set("parents", parents(call, project));
        }
        below(call, Optional.of(project.id()), view, () -> projects.subtree(call.realmName(), project.id()));
        return view;
    }

    /** A domain is the root: nothing is above it, all its projects are below. */
    ObjectNode with(Call call, Domain domain, ObjectNode view) {
        require(call.query(), "parents_as_list", "parents_as_ids");
        require(call.query(), "subtree_as_list", "subtree_as_ids");
        if (call.query().flag("parents_as_list")) {
            view.putArray("parents");
        } else if (call.query().flag("parents_as_ids")) {
            view.putNull("parents");
        }
        below(call, Optional.empty(), view, () -> projects.list(call.realmName(), Optional.of(domain.id())));
        return view;
    }

    private interface Subtree {
        List<Project> read();
    }

    private void below(Call call, Optional<ProjectId> top, ObjectNode view, Subtree subtree) {
        if (call.query().flag("subtree_as_list")) {
            view.set("subtree", list(call, subtree.read()));
        } else if (call.query().flag("subtree_as_ids")) {
            view.set("subtree", children(top, subtree.read()));
        }
    }

    private static void require(Query query, String list, String ids) {
        if (query.flag(list) && query.flag(ids)) {
            throw KeystoneRefused.badRequest("Cannot use " + list + " and " + ids + " query params at the same time.");
        }
    }

    private ArrayNode list(Call call, List<Project> related) {
        Set<ProjectId> readable = readable(call);
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        related.stream()
                .filter(project -> readable.contains(project.id()))
                .forEach(project -> list.addObject().set("project", view(call, project)));
        return list;
    }

    private ObjectNode view(Call call, Project project) {
        ObjectNode view = Views.project(call, project);
        if (call.query().flag("include_limits")) {
            ArrayNode cut = view.putArray("limits");
            LimitFilter own = new LimitFilter(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new LimitOwner.OfProject(project.id())));
            limits.list(call.realmName(), own).forEach(limit -> cut.add(Views.limit(call, limit)));
        }
        return view;
    }

    private Set<ProjectId> readable(Call call) {
        ValidToken token = call.holder().token();
        Set<GroupId> groups = directory
                .find(call.realmName(), token.user())
                .map(User::groupIds)
                .orElse(Set.of());
        return roles.projects(call.realmName(), token.user(), groups).stream()
                .map(Project::id)
                .collect(Collectors.toSet());
    }

    /** Each inside of the one below it, the domain innermost. */
    private JsonNode parents(Call call, Project project) {
        ObjectNode nested =
                JsonNodeFactory.instance.objectNode().putNull(project.domain().value());
        List<Project> above = projects.parents(call.realmName(), project.id());
        for (Project parent : above.reversed()) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set(parent.id().value(), nested);
            nested = outer;
        }
        return nested;
    }

    private static JsonNode children(Optional<ProjectId> parent, List<Project> all) {
        ObjectNode children = JsonNodeFactory.instance.objectNode();
        all.stream()
                .filter(project -> project.parent().equals(parent))
                .forEach(child -> children.set(child.id().value(), children(Optional.of(child.id()), all)));
        return children.isEmpty() ? NullNode.instance : children;
    }
}
