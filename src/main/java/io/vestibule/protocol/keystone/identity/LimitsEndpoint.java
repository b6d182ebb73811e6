package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.Limit;
import io.vestibule.access.LimitDraft;
import io.vestibule.access.LimitModel;
import io.vestibule.access.Limits;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.ProjectId;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** {@code /v3/limits}: how much of something one project or domain may have. */
@Path("/realms/{realm}/v3/limits")
@RunOnVirtualThread
public class LimitsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final Facts facts;
    private final Limits limits;
    private final Projects projects;
    private final LimitBodies bodies;

    LimitsEndpoint(
            Calls calls,
            Enforcer enforcer,
            Schemas schemas,
            Facts facts,
            Limits limits,
            Projects projects,
            LimitBodies bodies) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.facts = facts;
        this.limits = limits;
        this.projects = projects;
        this.bodies = bodies;
    }

    @GET
    @Path("/model")
    public Reply model(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_limit_model", Target.none());
        LimitModel model = limits.model(call.realmName());
        return Reply.ok("model", Map.of("name", model.word(), "description", model.description()));
    }

    /** Everybody sees their own part: the system all, a domain its own and its projects', a project its own. */
    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_limits", Target.none());
        return Listing.of(
                call,
                "limits",
                limits.list(call.realmName(), LimitBodies.filter(call)).stream()
                        .filter(visible(call))
                        .map(limit -> Views.limit(call, limit))
                        .toList(),
                "project_id",
                "domain_id");
    }

    private Predicate<Limit> visible(Call call) {
        return switch (call.holder().token().scope()) {
            case TokenScope.OfSystem ignored -> limit -> true;
            case TokenScope.OfDomain domain -> ofDomain(call, domain.id());
            case TokenScope.OfProject project ->
                limit -> limit.owner().projectIfOne().equals(Optional.of(project.id()));
            case TokenScope.Unscoped ignored -> limit -> false;
        };
    }

    private Predicate<Limit> ofDomain(Call call, DomainId domain) {
        Set<ProjectId> inside = projects.list(call.realmName(), Optional.of(domain)).stream()
                .map(Project::id)
                .collect(Collectors.toSet());
        return limit -> limit.owner().domainIfOne().equals(Optional.of(domain))
                || limit.owner().projectIfOne().filter(inside::contains).isPresent();
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:create_limits", Target.none());
        JsonNode sent = Fields.member(call, body, "limits");
        schemas.check("limit_create", sent);
        Map<String, LimitDraft> wanted = new LinkedHashMap<>();
        for (JsonNode each : sent) {
            wanted.put(bodies.newId(), bodies.limit(call, Fields.of(each)));
        }
        List<Limit> made = limits.create(call.realmName(), wanted).orElseThrow(Refusals::of);
        return Reply.created(
                "limits", made.stream().map(limit -> Views.limit(call, limit)).toList());
    }

    @GET
    @Path("/{limit}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("limit") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        call.holder();
        Optional<Limit> limit = limits.find(call.realmName(), id);
        enforcer.enforce(call, "identity:get_limit", Facts.ofAny(limit, found -> target(call, found)));
        return Reply.ok("limit", Views.limit(call, limit.orElseThrow(() -> unknown(id))));
    }

    private static KeystoneRefused unknown(String id) {
        return KeystoneRefused.notFoundSaying("Could not find limit for " + id + ".");
    }

    /** Keystone tells whoever has a token that a limit is not there before it asks what they may. */
    private Limit allowed(Call call, String action, String id) {
        call.holder();
        Limit limit = limits.find(call.realmName(), id).orElseThrow(() -> unknown(id));
        enforcer.enforce(call, action, target(call, limit));
        return limit;
    }

    private Target target(Call call, Limit limit) {
        Target target = Target.none()
                .with(
                        "target.limit.project_id",
                        limit.owner().projectIfOne().map(ProjectId::value).orElse(null));
        Optional<DomainId> domain = limit.owner().domainIfOne();
        if (domain.isPresent()) {
            return target.with("target.limit.domain.id", domain.get().value());
        }
        return limit.owner()
                .projectIfOne()
                .flatMap(project -> facts.project(call, project.value()))
                .map(project -> target.with(
                        "target.limit.project.domain_id", project.domain().value()))
                .orElse(target);
    }

    @PATCH
    @Path("/{limit}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("limit") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Limit before = allowed(call, "identity:update_limit", id);
        Fields wanted = Fields.checked(schemas, "limit_update", Fields.member(call, body, "limit"));
        Limit changed = limits.update(
                        call.realmName(),
                        before.id(),
                        wanted.number("resource_limit"),
                        wanted.has("description") ? Optional.of(wanted.text("description")) : Optional.empty())
                .orElseThrow(Refusals::of);
        return Reply.ok("limit", Views.limit(call, changed));
    }

    @DELETE
    @Path("/{limit}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("limit") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        Limit limit = allowed(call, "identity:delete_limit", id);
        limits.delete(call.realmName(), limit.id()).orElseThrow(Refusals::of);
        return Reply.noContent();
    }
}
