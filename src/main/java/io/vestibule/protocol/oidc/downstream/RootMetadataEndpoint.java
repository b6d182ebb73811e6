package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Provider metadata at the host's root, the issuer's path at the end (RFC 8414 §3.1). */
@Path("/.well-known")
@RunOnVirtualThread
public class RootMetadataEndpoint {
    private final PublicDocuments documents;

    RootMetadataEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Path("/openid-configuration/realms/{realm}")
    public Response openid(@PathParam("realm") String realm) {
        return DocumentWriter.write(documents.metadata(realm));
    }

    @GET
    @Path("/oauth-authorization-server/realms/{realm}")
    public Response oauth(@PathParam("realm") String realm) {
        return openid(realm);
    }
}
