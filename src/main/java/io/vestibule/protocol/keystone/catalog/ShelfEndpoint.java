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

/** A kind of thing that is only kept: listed, made, shown, changed and thrown away. Its path is literal in the class below. */
@RunOnVirtualThread
abstract class ShelfEndpoint<E extends ShelvedEntity> {
    private final Calls calls;
    private final Enforcer enforcer;
    private final CheckedBody bodies;
    private final Shelves shelves;
    private final Kind<E> kind;
    private final String plural;
    private final String[] filters;

    ShelfEndpoint(
            Calls calls,
            Enforcer enforcer,
            CheckedBody bodies,
            Shelves shelves,
            Kind<E> kind,
            String plural,
            String... filters) {
        this.calls = calls;
        this.enforcer = enforcer;
        this.bodies = bodies;
        this.shelves = shelves;
        this.kind = kind;
        this.plural = plural;
        this.filters = filters;
    }

    @GET
    public Reply list(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:list_" + plural);
        return Listing.of(call, plural, Views.of(call, path(), shelves.all(call.realmName(), kind)), filters);
    }

    @POST
    public Reply create(@PathParam("realm") String realm, InputStream body, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:create_" + kind.noun());
        ObjectNode attributes = bodies.member(call, body, kind.noun(), kind.noun() + "_create");
        return Reply.created(
                kind.noun(),
                Views.of(call, path(), shelves.create(call.realmName(), kind, Shelves.freshId(), attributes)));
    }

    @GET
    @Path("/{id}")
    public Reply show(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:get_" + kind.noun());
        return Reply.ok(kind.noun(), Views.of(call, path(), shelves.get(call.realmName(), kind, id)));
    }

    @PATCH
    @Path("/{id}")
    public Reply change(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            InputStream body,
            @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:update_" + kind.noun());
        ObjectNode attributes = bodies.member(call, body, kind.noun(), kind.noun() + "_update");
        return Reply.ok(kind.noun(), Views.of(call, path(), shelves.update(call.realmName(), kind, id, attributes)));
    }

    @DELETE
    @Path("/{id}")
    public Reply delete(@PathParam("realm") String realm, @PathParam("id") String id, @Context HttpServerRequest http) {
        Call call = enforcer.allowed(calls.of(realm, http), "identity:delete_" + kind.noun());
        shelves.delete(call.realmName(), kind, id);
        return Reply.noContent();
    }

    private String path() {
        return "/" + plural;
    }
}
