package io.vestibule.protocol.keystone.auth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** {@code /v3/OS-FEDERATION/{projects,domains}}: the older address of what {@code /v3/auth} tells, for clients that know it alone. */
@Path("/realms/{realm}/v3/OS-FEDERATION")
@RunOnVirtualThread
public class FederatedScopesEndpoint {
    private final Calls calls;
    private final ReachableScopes reachable;

    FederatedScopesEndpoint(Calls calls, ReachableScopes reachable) {
        this.calls = calls;
        this.reachable = reachable;
    }

    @GET
    @Path("/projects")
    public Reply projects(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return reachable.projects(calls.of(realm, http));
    }

    @GET
    @Path("/domains")
    public Reply domains(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return reachable.domains(calls.of(realm, http));
    }
}
