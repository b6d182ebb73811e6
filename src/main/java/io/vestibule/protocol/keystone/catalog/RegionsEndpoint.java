package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Listing;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;

/** {@code /v3/regions}. */
@Path("/realms/{realm}/v3/regions")
@RunOnVirtualThread
public class RegionsEndpoint {
    private static final String PATH = "/regions";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Shelves shelves;
    private final Regions regions;

    RegionsEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, Shelves shelves, Regions regions) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.shelves = shelves;
        this.regions = regions;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_regions");
        return Listing.of(
                call, "regions", Views.of(call, PATH, shelves.all(call.realmName(), Kind.REGION)), "parent_region_id");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_region");
        ObjectNode attributes = bodies.member(call, body, "region", "region_create");
        String wanted = attributes.path("id").asText("");
        return created(call, wanted.isEmpty() ? Shelves.freshId() : wanted, attributes);
    }

    @PUT
    @Path("/{id}")
    public Reply createNamed(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_region");
        ObjectNode attributes = bodies.member(call, body, "region", "region_create");
        if (attributes.has("id") && !attributes.path("id").asText().equals(id)) {
            throw KeystoneRefused.badRequest("Conflicting region IDs specified: \"" + id + "\" != \""
                    + attributes.path("id").asText() + "\"");
        }
        return created(call, id, attributes);
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_region");
        return Reply.ok("region", Views.of(call, PATH, shelves.get(call.realmName(), Kind.REGION, id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:update_region");
        ObjectNode attributes = bodies.member(call, body, "region", "region_update");
        return Reply.ok("region", Views.of(call, PATH, regions.update(call.realmName(), id, attributes)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_region");
        regions.delete(call.realmName(), id);
        return Reply.noContent();
    }

    private Reply created(Call call, String id, ObjectNode attributes) {
        return Reply.created("region", Views.of(call, PATH, regions.create(call.realmName(), id, attributes)));
    }
}
