package io.vestibule.protocol.keystone.catalog;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.protocol.keystone.policy.Enforcer;
import io.vestibule.protocol.keystone.schema.CheckedBody;
import io.vestibule.protocol.keystone.wire.Calls;
import jakarta.ws.rs.Path;

/** {@code /v3/policies}. */
@Path("/realms/{realm}/v3/policies")
@RunOnVirtualThread
public class PoliciesEndpoint extends ShelfEndpoint<PolicyEntity> {
    PoliciesEndpoint(Calls calls, Enforcer enforcer, CheckedBody bodies, Shelves shelves) {
        super(calls, enforcer, bodies, shelves, Kind.POLICY, "policies", "type");
    }
}
