package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Provider metadata below the issuer (OIDC Discovery §4). */
@Path("/realms/{realm}/.well-known")
@RunOnVirtualThread
public class PublicDocumentsEndpoint {
    /** Keys are published a week before use, so an old copy never misses one except after an emergency. */
    private static final String CACHED = "public, max-age=300";

    private final PublicDocuments documents;

    PublicDocumentsEndpoint(PublicDocuments documents) {
        this.documents = documents;
    }

    @GET
    @Path("/{kind:openid-configuration|oauth-authorization-server}")
    public Response metadata(@PathParam("realm") String realm) {
        return document(documents.metadata(realm));
    }

    static Response document(Optional<byte[]> json) {
        return json.map(bytes -> Response.ok(bytes, MediaType.APPLICATION_JSON_TYPE)
                        .header(HttpHeaders.CACHE_CONTROL, CACHED)
                        .build())
                .orElseGet(() -> Response.status(Response.Status.NOT_FOUND)
                        .entity(BackChannel.noSuchRealm())
                        .build());
    }
}
