package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Path;

/** Roles given on everything below one domain. */
@Path("/realms/{realm}/v3/OS-INHERIT/domains/{target}/{who:users|groups}/{actor}/roles")
@RunOnVirtualThread
public class DomainInheritedGrantsEndpoint extends TargetInheritedGrantsEndpoint {
    DomainInheritedGrantsEndpoint(Calls calls, Grants grants) {
        super(calls, grants, "domains");
    }
}
