package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.directory.Domain;
import io.vestibule.identity.DomainId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** {@code /v3/projects}: projects, and the domains that are the roots of their trees. */
@Path("/realms/{realm}/v3/projects")
@RunOnVirtualThread
public class ProjectsEndpoint {
    private static final String[] FILTERS = {"domain_id", "enabled", "name", "parent_id", "is_domain"};

    private final Calls calls;
    private final Enforcer enforcer;
    private final Facts facts;
    private final Projects projects;
    private final ProjectRows rows;
    private final DomainRows domains;
    private final ProjectTree tree;

    ProjectsEndpoint(
            Calls calls,
            Enforcer enforcer,
            Facts facts,
            Projects projects,
            ProjectRows rows,
            DomainRows domains,
            ProjectTree tree) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.facts = facts;
        this.projects = projects;
        this.rows = rows;
        this.domains = domains;
        this.tree = tree;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_projects", Facts.scoped(call));
        Optional<DomainId> own = Facts.scopedDomain(call);
        boolean asDomains = call.query().value("is_domain").map(Listing::truth).orElse(false);
        List<ObjectNode> found = asDomains && own.isEmpty() // a domain itself belongs to no domain
                ? domains.all(call).stream()
                        .map(domain -> Views.asProject(call, domain))
                        .toList()
                : projects.list(call.realmName(), own).stream()
                        .map(project -> Views.project(call, project))
                        .toList();
        return Listing.of(
                call,
                "projects",
                found.stream().filter(TagFilter.of(call.query())).toList(),
                FILTERS);
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        JsonNode sent = Fields.member(call, body, "project");
        if (sent.path("is_domain").asBoolean(false)) {
            enforcer.enforce(call, "identity:create_project", Target.none());
            return Reply.created("project", Views.asProject(call, rows.createDomain(call, sent)));
        }
        String domain = Facts.domainOf(call, Fields.textOf(sent, "domain_id"));
        String name = Fields.textOf(sent, "name").orElse("");
        enforcer.enforce(call, "identity:create_project", Facts.inDomain(call, domain, name));
        return Reply.created("project", Views.project(call, rows.create(call, domain, sent)));
    }

    @GET
    @Path("/{project}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("project") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:get_project", id);
        Optional<Domain> domain = domain(call, id);
        if (domain.isPresent()) {
            return Reply.ok("project", tree.with(call, domain.get(), Views.asProject(call, domain.get())));
        }
        Project project = facts.requireProject(call, id);
        return Reply.ok("project", tree.with(call, project, Views.project(call, project)));
    }

    @PATCH
    @Path("/{project}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("project") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:update_project", id);
        JsonNode sent = Fields.member(call, body, "project");
        enforceName(call, id, sent);
        Optional<Domain> domain = domain(call, id);
        if (domain.isPresent()) {
            Domain changed = domains.change(call, "project_update", domain.get(), sent);
            return Reply.ok(
                    "project",
                    withExtra(Views.asProject(call, changed), changed.extra().tree()));
        }
        Project changed = rows.change(call, facts.requireProject(call, id), sent);
        return Reply.ok(
                "project",
                withExtra(Views.project(call, changed), changed.extra().tree()));
    }

    /** Keystone's answer to a change shows the attributes it does not know a second time. */
    static ObjectNode withExtra(ObjectNode view, ObjectNode extra) {
        view.set("extra", extra);
        return view;
    }

    @DELETE
    @Path("/{project}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("project") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforce(call, "identity:delete_project", id);
        Optional<Domain> domain = domain(call, id);
        if (domain.isPresent()) {
            domains.delete(call, domain.get());
        } else {
            rows.delete(call, facts.requireProject(call, id));
        }
        return Reply.noContent();
    }

    private Optional<Domain> domain(Call call, String id) {
        return facts.project(call, id).isPresent() ? Optional.empty() : facts.domain(call, id);
    }

    private void enforce(Call call, String action, String id) {
        call.holder();
        Optional<Domain> domain = domain(call, id);
        Target target = domain.isPresent()
                ? Target.of("target.project.id", id).with("target.project.domain_id", null)
                : Facts.ofAny(facts.project(call, id), project -> Facts.of(call, project));
        enforcer.enforce(call, action, target);
    }

    /** Whoever may change a project must be allowed to have one of the new name, too. */
    private void enforceName(Call call, String id, JsonNode sent) {
        Fields.textOf(sent, "name")
                .ifPresent(name -> facts.project(call, id)
                        .ifPresent(project -> enforcer.enforce(
                                call,
                                "identity:update_project",
                                Facts.of(call, project)
                                        .and(Facts.inDomain(
                                                call, project.domain().value(), name)))));
    }
}
