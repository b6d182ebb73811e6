package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.access.RegisteredLimit;
import io.vestibule.access.RegisteredLimitDraft;
import io.vestibule.access.RegisteredLimits;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.Schemas;
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

/** {@code /v3/registered_limits}: how much of something each project may have. */
@Path("/realms/{realm}/v3/registered_limits")
@RunOnVirtualThread
public class RegisteredLimitsEndpoint {
    private final Calls calls;
    private final Enforcer enforcer;
    private final Schemas schemas;
    private final RegisteredLimits limits;
    private final LimitBodies bodies;

    RegisteredLimitsEndpoint(
            Calls calls, Enforcer enforcer, Schemas schemas, RegisteredLimits limits, LimitBodies bodies) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.schemas = schemas;
        this.limits = limits;
        this.bodies = bodies;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:list_registered_limits", Target.none());
        List<ObjectNode> found = limits.list(call.realmName(), LimitBodies.filter(call)).stream()
                .map(limit -> Views.registeredLimit(call, limit))
                .toList();
        return Listing.of(call, "registered_limits", found, LimitBodies.FILTERS);
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:create_registered_limits", Target.none());
        JsonNode sent = Fields.member(call, body, "registered_limits");
        schemas.check("registered_limit_create", sent);
        Map<String, RegisteredLimitDraft> wanted = new LinkedHashMap<>();
        for (JsonNode each : sent) {
            wanted.put(bodies.newId(), bodies.registered(call, Fields.of(each)));
        }
        List<RegisteredLimit> made = limits.create(call.realmName(), wanted).orElseThrow(Refusals::of);
        return Reply.created(
                "registered_limits",
                made.stream().map(limit -> Views.registeredLimit(call, limit)).toList());
    }

    @GET
    @Path("/{limit}")
    public Reply show(
            @PathParam("realm") String realm, @PathParam("limit") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:get_registered_limit", Target.none());
        return Reply.ok("registered_limit", Views.registeredLimit(call, known(call, id)));
    }

    @PATCH
    @Path("/{limit}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("limit") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:update_registered_limit", Target.none());
        Fields wanted =
                Fields.checked(schemas, "registered_limit_update", Fields.member(call, body, "registered_limit"));
        bodies.requireCatalog(call, wanted, "registered_limit");
        RegisteredLimit changed = limits.update(call.realmName(), id, draft -> changed(draft, wanted))
                .orElseThrow(Refusals::of);
        return Reply.ok("registered_limit", Views.registeredLimit(call, changed));
    }

    private static RegisteredLimitDraft changed(RegisteredLimitDraft draft, Fields wanted) {
        return new RegisteredLimitDraft(
                wanted.text("service_id").orElse(draft.service()),
                wanted.has("region_id") ? wanted.text("region_id") : draft.region(),
                wanted.text("resource_name").orElse(draft.resource()),
                wanted.number("default_limit").orElse(draft.defaultLimit()),
                wanted.has("description") ? wanted.text("description") : draft.description());
    }

    @DELETE
    @Path("/{limit}")
    public Reply delete(
            @PathParam("realm") String realm, @PathParam("limit") String id, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, "identity:delete_registered_limit", Target.none());
        limits.delete(call.realmName(), id).orElseThrow(Refusals::of);
        return Reply.noContent();
    }

    private RegisteredLimit known(Call call, String id) {
        return limits.find(call.realmName(), id)
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Could not find registered limit for " + id + "."));
    }
}
