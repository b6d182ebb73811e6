package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.identity.Grants.Place;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** Roles given on one domain or project itself. Its paths are literal in the classes below it, as everywhere here. */
@RunOnVirtualThread
abstract class TargetGrantsEndpoint {
    private final Calls calls;
    private final Grants grants;
    private final String where;

    /** @param where {@code domains} or {@code projects} */
    TargetGrantsEndpoint(Calls calls, Grants grants, String where) {
        this.calls = calls;
        this.grants = grants;
        this.where = where;
    }

    /** Whose roles, and where, as the path says. */
    public record Asked(
            @PathParam("realm") String realm,
            @PathParam("target") String target,
            @PathParam("who") String who,
            @PathParam("actor") String actor) {
        Place place(String where, boolean inherited) {
            return new Place(where, target, who, actor, inherited);
        }
    }

    @GET
    public Reply list(@BeanParam Asked asked, @Context HttpServerRequest http) {
        return grants.list(calls.of(asked.realm(), http), asked.place(where, false));
    }

    @GET
    @Path("/{role}")
    public Reply check(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.check(calls.of(asked.realm(), http), asked.place(where, false), role);
    }

    @PUT
    @Path("/{role}")
    public Reply give(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.give(calls.of(asked.realm(), http), asked.place(where, false), role);
    }

    @DELETE
    @Path("/{role}")
    public Reply takeBack(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.takeBack(calls.of(asked.realm(), http), asked.place(where, false), role);
    }
}
