package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
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

/** {@code /v3/endpoints}. */
@Path("/realms/{realm}/v3/endpoints")
@RunOnVirtualThread
public class EndpointsEndpoint {
    private static final String PATH = "/endpoints";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Shelves shelves;
    private final Endpoints endpoints;

    EndpointsEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, Shelves shelves, Endpoints endpoints) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.shelves = shelves;
        this.endpoints = endpoints;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoints");
        return Listing.of(
                call,
                "endpoints",
                Views.of(call, PATH, shelves.all(call.realmName(), Kind.ENDPOINT)),
                "interface",
                "service_id",
                "region_id");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_endpoint");
        ObjectNode attributes = bodies.member(call, body, "endpoint", "endpoint_create");
        ObjectNode made = endpoints.create(call.realmName(), attributes);
        return Reply.created("endpoint", Views.of(call, PATH, made));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:get_endpoint", id);
        return Reply.ok("endpoint", Views.of(call, PATH, shelves.get(call.realmName(), Kind.ENDPOINT, id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:update_endpoint", id);
        ObjectNode attributes = bodies.member(call, body, "endpoint", "endpoint_update");
        return Reply.ok("endpoint", Views.of(call, PATH, endpoints.update(call.realmName(), id, attributes)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = allowed(realm, http, "identity:delete_endpoint", id);
        shelves.delete(call.realmName(), Kind.ENDPOINT, id);
        return Reply.noContent();
    }

    /** An unknown endpoint is 404 to everybody, as Keystone does. */
    private Call allowed(String realm, HttpServerRequest http, String action, String id) {
        Call call = calls.of(realm, http);
        call.holder();
        shelves.get(call.realmName(), Kind.ENDPOINT, id);
        return enforcer.allowed(call, action);
    }
}
