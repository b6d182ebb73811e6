package io.vestibule.protocol.keystone.identity;

import io.vertx.core.http.HttpServerRequest;
import io.vestibule.protocol.keystone.wire.Calls;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.protocol.keystone.wire.Reply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;

/** {@code /v3/OS-SIMPLE-CERT}: certificates of PKI tokens, which no Keystone has had for years; it still says so. */
@Path("/realms/{realm}/v3/OS-SIMPLE-CERT/{what:ca|certificates}")
public class SimpleCertEndpoint {
    private static final int GONE = 410;

    private final Calls calls;

    SimpleCertEndpoint(Calls calls) {
        this.calls = calls;
    }

    @GET
    public Reply gone(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        calls.of(realm, http);
        throw KeystoneRefused.of(
                GONE, "Gone", "This API is no longer available due to the removal of support for PKI tokens.");
    }
}
