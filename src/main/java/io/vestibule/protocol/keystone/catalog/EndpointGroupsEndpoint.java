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
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.io.InputStream;

/** {@code /v3/OS-EP-FILTER/endpoint_groups}. */
@Path("/realms/{realm}/v3/OS-EP-FILTER/endpoint_groups")
@RunOnVirtualThread
public class EndpointGroupsEndpoint {
    static final String PATH = "/OS-EP-FILTER/endpoint_groups";

    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Shelves shelves;
    private final Associations associations;

    EndpointGroupsEndpoint(
            Calls calls, Enforcer enforcer, CheckedBody bodies, Shelves shelves, Associations associations) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.shelves = shelves;
        this.associations = associations;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoint_groups");
        return Listing.of(
                call,
                "endpoint_groups",
                Views.of(call, PATH, shelves.all(call.realmName(), Kind.ENDPOINT_GROUP)),
                "name");
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_endpoint_group");
        ObjectNode attributes = bodies.member(call, body, "endpoint_group", "endpoint_group_create");
        if (attributes.path("filters").isEmpty()) {
            throw KeystoneRefused.badRequest("filters field is required and cannot be empty");
        }
        EndpointFilters.requireKnownNames(attributes.path("filters"));
        ObjectNode made = shelves.create(call.realmName(), Kind.ENDPOINT_GROUP, Shelves.freshId(), attributes);
        return Reply.created("endpoint_group", Views.of(call, PATH, made));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_endpoint_group");
        return Reply.ok("endpoint_group", Views.of(call, PATH, shelves.get(call.realmName(), Kind.ENDPOINT_GROUP, id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:update_endpoint_group");
        ObjectNode attributes = bodies.member(call, body, "endpoint_group", "endpoint_group_update");
        EndpointFilters.requireKnownNames(attributes.path("filters"));
        ObjectNode changed = shelves.update(call.realmName(), Kind.ENDPOINT_GROUP, id, attributes);
        return Reply.ok("endpoint_group", Views.of(call, PATH, changed));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_endpoint_group");
        shelves.delete(call.realmName(), Kind.ENDPOINT_GROUP, id);
        return Reply.noContent();
    }

    @GET
    @Path("/{id}/endpoints")
    public Reply endpoints(
            @PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_endpoints_associated_with_endpoint_group");
        return Listing.of(
                call, "endpoints", Views.of(call, "/endpoints", associations.endpointsOfGroup(call.realmName(), id)));
    }
}
