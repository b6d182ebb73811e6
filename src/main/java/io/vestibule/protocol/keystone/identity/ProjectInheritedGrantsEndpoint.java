package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Path;

/** Roles given on everything below one project. */
@Path("/realms/{realm}/v3/OS-INHERIT/projects/{target}/{who:users|groups}/{actor}/roles")
@RunOnVirtualThread
public class ProjectInheritedGrantsEndpoint extends TargetInheritedGrantsEndpoint {
    ProjectInheritedGrantsEndpoint(Calls calls, Grants grants) {
        super(calls, grants, "projects");
    }
}
