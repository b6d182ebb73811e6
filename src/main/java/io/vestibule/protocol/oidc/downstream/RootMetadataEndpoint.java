package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** Provider metadata at the host's root, the issuer's path inserted (RFC 8414 §3.1). */
@Path("/.well-known")
@RunOnVirtualThread
public class RootMetadataEndpoint {
    private final PublicDocuments documents;

    RootMetadataEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Path("/{kind:openid-configuration|oauth-authorization-server}/realms/{realm}")
    public Response document(@PathParam("realm") String realm) {
        return PublicDocumentsEndpoint.document(documents.metadata(realm));
    }
}
