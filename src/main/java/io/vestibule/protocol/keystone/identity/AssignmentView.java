package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.Actor;
import io.vestibule.access.Project;
import io.vestibule.access.Role;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Group;
import io.vestibule.directory.User;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.wire.Call;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Role assignments as an answer shows them, by their ids or with names; each name is looked up once. */
final class AssignmentView {
    private final Call call;
    private final Facts facts;
    private final boolean names;
    private final Map<String, Optional<Domain>> domains = new HashMap<>();
    private final Map<String, Optional<User>> users = new HashMap<>();
    private final Map<String, Optional<Group>> groups = new HashMap<>();

    AssignmentView(Call call, Facts facts) {
        this.call = call;
        this.facts = facts;
        this.names = call.query().flag("include_names");
    }

    ObjectNode of(ShownAssignment assignment) {
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.set("scope", scope(assignment));
        switch (assignment.actor()) {
            case Actor.OfUser(var user) -> view.set("user", user(user.hex()));
            case Actor.OfGroup(var group) -> view.set("group", group(group.value()));
        }
        view.set("role", role(assignment.role().value()));
        view.set("links", links(assignment));
        return view;
    }

    private ObjectNode scope(ShownAssignment assignment) {
        ObjectNode scope = JsonNodeFactory.instance.objectNode();
        switch (assignment.target()) {
            case Scope.System ignored -> scope.putObject("system").put("all", true);
            case Scope.Domain(DomainId domain) -> scope.set("domain", domain(domain.value()));
            case Scope.Project(var project) -> scope.set("project", project(project.value()));
        }
        if (assignment.inherited()) {
            scope.put("OS-INHERIT:inherited_to", "projects");
        }
        return scope;
    }

    private static ObjectNode id(String id) {
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    private ObjectNode domain(String id) {
        ObjectNode view = id(id);
        if (names) {
            view.put(
                    "name",
                    domains.computeIfAbsent(id, key -> facts.domain(call, key))
                            .map(Domain::name)
                            .orElse(""));
        }
        return view;
    }

    private ObjectNode named(String id, String name, Optional<DomainId> domain) {
        ObjectNode view = id(id).put("name", name);
        domain.ifPresent(of -> view.set("domain", domain(of.value())));
        return view;
    }

    private ObjectNode project(String id) {
        Optional<Project> project = names ? facts.project(call, id) : Optional.empty();
        return project.map(found -> named(id, found.name(), Optional.of(found.domain())))
                .orElseGet(() -> id(id));
    }

    private ObjectNode user(String id) {
        Optional<User> user = names ? users.computeIfAbsent(id, key -> facts.user(call, key)) : Optional.empty();
        return user.map(found -> named(id, found.name(), Optional.of(found.domain())))
                .orElseGet(() -> id(id));
    }

    private ObjectNode group(String id) {
        Optional<Group> group = names ? groups.computeIfAbsent(id, key -> facts.group(call, key)) : Optional.empty();
        return group.map(found -> named(id, found.name(), Optional.of(found.domain())))
                .orElseGet(() -> id(id));
    }

    private ObjectNode role(String id) {
        Optional<Role> role = names ? facts.role(call, id) : Optional.empty();
        return role.map(found -> named(id, found.name(), found.domain())).orElseGet(() -> id(id));
    }

    private ObjectNode links(ShownAssignment assignment) {
        ObjectNode links = JsonNodeFactory.instance.objectNode();
        String actor = assignment.group().map(group -> "/groups/" + group).orElseGet(() -> switch (assignment.actor()) {
            case Actor.OfUser(var user) -> "/users/" + user.hex();
            case Actor.OfGroup(var group) -> "/groups/" + group;
        });
        String role = assignment.prior().orElse(assignment.role()).value();
        String given = path(assignment.from().orElse(assignment.target())) + actor + "/roles/" + role;
        links.put(
                "assignment",
                call.base() + (assignment.inherited() ? "/OS-INHERIT" + given + "/inherited_to_projects" : given));
        assignment
                .group()
                .ifPresent(group -> links.put(
                        "membership",
                        call.base() + "/groups/" + group + "/users/"
                                + assignment.actor().key()));
        assignment
                .prior()
                .ifPresent(prior -> links.put(
                        "prior_role", call.base() + "/prior_role/" + assignment.role() + "/implies/" + prior));
        return links;
    }

    private static String path(Scope scope) {
        return switch (scope) {
            case Scope.System ignored -> "/system";
            case Scope.Domain(DomainId domain) -> "/domains/" + domain;
            case Scope.Project(var project) -> "/projects/" + project;
        };
    }
}
