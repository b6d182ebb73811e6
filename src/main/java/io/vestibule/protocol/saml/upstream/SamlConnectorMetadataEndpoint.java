package io.vestibule.protocol.saml.upstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;

/** A connector's own metadata, for the identity provider's operator; without a login, as metadata is public. */
@Path("/realms/{realm}/connectors/{connector}/metadata")
@RunOnVirtualThread
public class SamlConnectorMetadataEndpoint {
    private final OwnMetadata metadata;

    SamlConnectorMetadataEndpoint(OwnMetadata metadata) {
        this.metadata = metadata;
    }

    @GET
    @Produces("application/samlmetadata+xml")
    public byte[] metadata(@PathParam("realm") String realm, @PathParam("connector") String connector) {
        if (!RealmName.isValid(realm) || !ConnectorId.isValid(connector)) {
            throw new NotFoundException();
        }
        return metadata.of(new RealmName(realm), new ConnectorId(connector)).orElseThrow(NotFoundException::new);
    }
}
