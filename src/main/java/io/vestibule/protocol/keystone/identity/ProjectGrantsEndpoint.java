package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Path;

/** Roles given on one project itself. */
@Path("/realms/{realm}/v3/projects/{target}/{who:users|groups}/{actor}/roles")
@RunOnVirtualThread
public class ProjectGrantsEndpoint extends TargetGrantsEndpoint {
    ProjectGrantsEndpoint(Calls calls, Grants grants) {
        super(calls, grants, "projects");
    }
}
