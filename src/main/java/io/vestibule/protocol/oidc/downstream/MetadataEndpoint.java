package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Provider metadata below the issuer: OIDC Discovery §4, and RFC 8414 as many clients read it. */
@Path("/realms/{realm}/.well-known")
@RunOnVirtualThread
public class MetadataEndpoint {
    private final PublicDocuments documents;

    MetadataEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Path("/openid-configuration")
    public Response openid(@PathParam("realm") String realm) {
        return DocumentWriter.write(documents.metadata(realm));
    }

    @GET
    @Path("/oauth-authorization-server")
    public Response oauth(@PathParam("realm") String realm) {
        return openid(realm);
    }
}
