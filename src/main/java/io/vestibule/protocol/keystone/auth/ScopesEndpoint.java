package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.EffectiveRoles;
import io.vestibule.access.Project;
import io.vestibule.directory.Directory;
import io.vestibule.directory.Domain;
import io.vestibule.directory.Domains;
import io.vestibule.directory.User;
import io.vestibule.identity.GroupId;
import io.vestibule.protocol.keystone.catalog.CatalogView;
import io.vestibule.protocol.keystone.identity.Views;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code /v3/auth/{projects,domains,system,catalog}}: what a token's holder could have a token for, and what this one tells. */
@Path("/realms/{realm}/v3/auth")
@RunOnVirtualThread
public class ScopesEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Directory directory;
    private final Domains domains;
    private final EffectiveRoles roles;
    private final Instance<CatalogView> catalog;

    ScopesEndpoint(
            Calls calls,
            Enforcer enforcer,
            Directory directory,
            Domains domains,
            EffectiveRoles roles,
            Instance<CatalogView> catalog) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.directory = directory;
        this.domains = domains;
        this.roles = roles;
        this.catalog = catalog;
    }

    @GET
    @Path("/projects")
    public Reply projects(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_auth_projects", Target.none());
        ValidToken holder = call.holder().token();
        List<ObjectNode> found = roles.projects(call.realmName(), holder.user(), groups(call, holder)).stream()
                .filter(Project::enabled)
                .map(project -> Views.project(call, project))
                .toList();
        return Listing.of(call, "projects", found);
    }

    @GET
    @Path("/domains")
    public Reply domains(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_auth_domains", Target.none());
        ValidToken holder = call.holder().token();
        List<ObjectNode> found = roles.domains(call.realmName(), holder.user(), groups(call, holder)).stream()
                .flatMap(id -> domains.find(call.realmName(), id).stream())
                .filter(Domain::enabled)
                .map(domain -> Views.domain(call, domain))
                .toList();
        return Listing.of(call, "domains", found);
    }

    @GET
    @Path("/system")
    public Reply system(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_auth_system", Target.none());
        ValidToken holder = call.holder().token();
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode system = body.putArray("system");
        if (roles.onSystem(call.realmName(), holder.user(), groups(call, holder))) {
            system.addObject().put("all", true);
        }
        return Reply.ok(linked(call, body));
    }

    @GET
    @Path("/catalog")
    public Reply catalog(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_auth_catalog", Target.none());
        ValidToken holder = call.holder().token();
        if (!(holder.scope() instanceof TokenScope.OfProject project)) {
            throw KeystoneRefused.forbidden().because("catalog-without-project");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set(
                "catalog",
                catalog.stream()
                        .findFirst()
                        .map(view -> view.catalog(call.realm(), holder.user(), java.util.Optional.of(project.id())))
                        .orElseGet(JsonNodeFactory.instance::arrayNode));
        return Reply.ok(linked(call, body));
    }

    private static ObjectNode linked(Call call, ObjectNode body) {
        body.putObject("links").put("self", call.selfLink());
        return body;
    }

    private Set<GroupId> groups(Call call, ValidToken holder) {
        Set<GroupId> groups = new HashSet<>(directory
                .find(call.realmName(), holder.user())
                .map(User::groupIds)
                .orElse(Set.of()));
        holder.payload().federated().ifPresent(federated -> groups.addAll(federated.groups()));
        return groups;
    }
}
