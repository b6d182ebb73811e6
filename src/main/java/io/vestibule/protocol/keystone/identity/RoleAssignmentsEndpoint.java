package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Project;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.Scope;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.List;
import java.util.Optional;

/** {@code /v3/role_assignments}: who has which role on what, as given or as it follows. */
@Path("/realms/{realm}/v3/role_assignments")
@RunOnVirtualThread
public class RoleAssignmentsEndpoint {
    private static final String PROJECT = "scope.project.id";

    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final AssignmentLists assignments;

    RoleAssignmentsEndpoint(Calls calls, Enforcer enforcer, Facts facts, AssignmentLists assignments) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.assignments = assignments;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        call.holder();
        return call.query().flag("include_subtree") ? tree(call) : flat(call);
    }

    private Reply flat(Call call) {
        enforcer.enforce(call, "identity:list_role_assignments", Facts.scoped(call));
        return reply(call, assignments.list(call.realmName(), AssignmentQuery.of(call.query())));
    }

    private Reply tree(Call call) {
        Optional<String> said = call.query().value(PROJECT).filter(id -> !id.isEmpty());
        Optional<Project> top = said.map(id -> facts.requireProject(call, id));
        Target target = Facts.ofAny(top, project -> Facts.of(call, project)).and(Facts.scoped(call));
        enforcer.enforce(call, "identity:list_role_assignments_for_tree", target);
        if (top.isEmpty()) {
            throw KeystoneRefused.badRequest("scope.project.id must be specified if include_subtree is also specified");
        }
        return reply(call, assignments.list(call.realmName(), AssignmentQuery.of(call.query())));
    }

    private Reply reply(Call call, List<ShownAssignment> found) {
        AssignmentView view = new AssignmentView(call, facts);
        Optional<DomainId> own = Facts.scopedDomain(call);
        return Listing.of(
                call,
                "role_assignments",
                found.stream()
                        .filter(assignment -> own.isEmpty() || belongsTo(call, assignment.target(), own.get()))
                        .map(view::of)
                        .toList());
    }

    private boolean belongsTo(Call call, Scope target, DomainId domain) {
        return switch (target) {
            case Scope.System ignored -> false;
            case Scope.Domain(DomainId of) -> of.equals(domain);
            case Scope.Project(ProjectId id) ->
                facts.project(call, id.value())
                        .filter(project -> project.domain().equals(domain))
                        .isPresent();
        };
    }
}
