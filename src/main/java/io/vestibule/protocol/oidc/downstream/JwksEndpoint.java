package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The realm's public keys (RFC 7517 §5). */
@Path("/realms/{realm}/jwks")
@RunOnVirtualThread
public class JwksEndpoint {
    private final PublicDocuments documents;

    JwksEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    public Response keys(@PathParam("realm") String realm) {
        return DocumentWriter.write(documents.keys(realm));
    }
}
