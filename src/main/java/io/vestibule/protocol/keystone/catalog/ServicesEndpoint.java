package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.policy.Target;
import io.vestibule.protocol.keystone.schema.CheckedBody;
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

/** {@code /v3/services}. */
@Path("/realms/{realm}/v3/services")
@RunOnVirtualThread
public class ServicesEndpoint {
    private static final String PATH = "/services";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Shelves shelves;

    ServicesEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, Shelves shelves) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.shelves = shelves;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:list_services");
        return Listing.of(
                call, "services", Views.of(call, PATH, shelves.all(call.realmName(), Kind.SERVICE)), "type", "name");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:create_service");
        ObjectNode attributes = bodies.member(call, body, "service", "service_create");
        ObjectNode made = shelves.create(call.realmName(), Kind.SERVICE, Shelves.freshId(), attributes);
        return Reply.created("service", Views.of(call, PATH, made));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:get_service");
        return Reply.ok("service", Views.of(call, PATH, shelves.get(call.realmName(), Kind.SERVICE, id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:update_service");
        ObjectNode attributes = bodies.member(call, body, "service", "service_update");
        return Reply.ok(
                "service", Views.of(call, PATH, shelves.update(call.realmName(), Kind.SERVICE, id, attributes)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:delete_service");
        shelves.delete(call.realmName(), Kind.SERVICE, id);
        return Reply.noContent();
    }

    private Call allowed(String realm, HttpServerRequest http, String action) {
        Call call = calls.of(realm, http);
        enforcer.enforce(call, action, Target.none());
        return call;
    }
}
