package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** The public keys of a realm (RFC 7517 §5). */
@Path("/realms/{realm}/jwks")
@RunOnVirtualThread
public class JwksEndpoint {
    private final PublicDocuments documents;

    JwksEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    public Response document(@PathParam("realm") String realm) {
        return PublicDocumentsEndpoint.document(documents.keys(realm));
    }
}
