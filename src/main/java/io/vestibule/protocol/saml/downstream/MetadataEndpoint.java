package io.vestibule.protocol.saml.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

/** The identity provider's metadata, at the address that is also its name (SAML Metadata §4.1). */
@Path("/realms/{realm}/saml/metadata")
@RunOnVirtualThread
public class MetadataEndpoint {
    private static final String TYPE = "application/samlmetadata+xml"; // SAML Metadata appendix A
    private static final String CACHED = "public, max-age=300";

    private final PublishedMetadata metadata;

    MetadataEndpoint(PublishedMetadata metadata) {
        this.metadata = metadata;
    }

    @GET
    public Response metadata(@PathParam("realm") String realm, @Context Request request) {
        PublishedMetadata.Copy copy = metadata.of(realm).orElseThrow(NotFoundException::new);
        EntityTag tag = new EntityTag(copy.tag());
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
        Response.ResponseBuilder reply =
                unchanged != null ? unchanged : Response.ok(copy.xml()).type(TYPE);
        return reply.tag(tag).header(HttpHeaders.CACHE_CONTROL, CACHED).build();
    }
}
