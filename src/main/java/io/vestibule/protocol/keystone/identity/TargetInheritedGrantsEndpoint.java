package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.identity.TargetGrantsEndpoint.Asked;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** Roles given on everything below one domain or project. */
@RunOnVirtualThread
abstract class TargetInheritedGrantsEndpoint {
    private final Calls calls;
    private final Grants grants;
    private final String where;

    /** @param where {@code domains} or {@code projects} */
    TargetInheritedGrantsEndpoint(Calls calls, Grants grants, String where) {
        this.calls = calls;
        this.grants = grants;
        this.where = where;
    }

    @GET
    @Path("/inherited_to_projects")
    public Reply list(@BeanParam Asked asked, @Context HttpServerRequest http) {
        return grants.list(calls.of(asked.realm(), http), asked.place(where, true));
    }

    @GET
    @Path("/{role}/inherited_to_projects")
    public Reply check(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.check(calls.of(asked.realm(), http), asked.place(where, true), role);
    }

    @PUT
    @Path("/{role}/inherited_to_projects")
    public Reply give(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.give(calls.of(asked.realm(), http), asked.place(where, true), role);
    }

    @DELETE
    @Path("/{role}/inherited_to_projects")
    public Reply takeBack(@BeanParam Asked asked, @PathParam("role") String role, @Context HttpServerRequest http) {
        return grants.takeBack(calls.of(asked.realm(), http), asked.place(where, true), role);
    }
}
