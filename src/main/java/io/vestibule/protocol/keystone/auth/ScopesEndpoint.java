package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.catalog.CatalogView;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.Optional;

/** {@code /v3/auth/{projects,domains,system,catalog}}: what a token's holder could have a token for, and what this one tells. */
@Path("/realms/{realm}/v3/auth")
@RunOnVirtualThread
public class ScopesEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final ReachableScopes reachable;
    private final Instance<CatalogView> catalog;

    ScopesEndpoint(Calls calls, Enforcer enforcer, ReachableScopes reachable, Instance<CatalogView> catalog) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.reachable = reachable;
        this.catalog = catalog;
    }

    @GET
    @Path("/projects")
    public Reply projects(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return reachable.projects(call);
    }

    @GET
    @Path("/domains")
    public Reply domains(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return reachable.domains(call);
    }

    @GET
    @Path("/system")
    public Reply system(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_auth_system", Target.none());
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode system = body.putArray("system");
        if (reachable.system(call)) {
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
                        .map(view -> view.catalog(call.realm(), holder.user(), Optional.of(project.id())))
                        .orElseGet(JsonNodeFactory.instance::arrayNode));
        return Reply.ok(linked(call, body));
    }

    private static ObjectNode linked(Call call, ObjectNode body) {
        body.putObject("links").put("self", call.selfLink());
        return body;
    }
}
