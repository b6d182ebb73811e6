package io.vestibule.protocol.keystone.partners;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import java.util.Map;

/** {@code /v3/OS-FEDERATION/saml2/metadata}: what other Keystones need to believe this one; for everybody. */
@Path("/realms/{realm}/v3/OS-FEDERATION/saml2/metadata")
@RunOnVirtualThread
public class PartnerMetadataEndpoint {
    private final Calls calls;
    private final Signing signing;

    PartnerMetadataEndpoint(Calls calls, Signing signing) {
        this.calls = calls;
        this.signing = signing;
    }

    @GET
    public Reply metadata(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return Signing.xml(signing.by().metadata(call.realm()), Map.of());
    }
}
