package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** A client's keys where it publishes them. */
@Path("/rp/jwks")
public class PublishedKeys {
    private static volatile String published = "{\"keys\":[]}";

    static void publish(ECKey key) {
        published = new JWKSet(key.toPublicJWK()).toString();
    }

    @GET
    @Produces("application/json")
    public String keys() {
        return published;
    }
}
