package io.vestibule.protocol.keystone.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Path;

/** Roles given on one domain itself. */
@Path("/realms/{realm}/v3/domains/{target}/{who:users|groups}/{actor}/roles")
@RunOnVirtualThread
public class DomainGrantsEndpoint extends TargetGrantsEndpoint {
    DomainGrantsEndpoint(Calls calls, Grants grants) {
        super(calls, grants, "domains");
    }
}
