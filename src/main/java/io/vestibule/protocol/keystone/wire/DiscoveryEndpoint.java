package io.vestibule.protocol.keystone.wire;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /v3}: which version is spoken, and where everything is. */
@Path("/realms/{realm}/v3")
@Produces(MediaType.WILDCARD)
public class DiscoveryEndpoint {
    private static final String JSON_HOME = "application/json-home";

    private final Calls calls;
    private final VersionDocument versions;
    private final JsonHome home;

    DiscoveryEndpoint(Calls calls, VersionDocument versions, JsonHome home) {
        this.calls = calls;
        this.versions = versions;
        this.home = home;
    }

    @GET
    public Reply discover(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.ACCEPT) @Nullable String accept,
            @Context HttpServerRequest http) {
        Call call = calls.of(realm, http);
        return accept != null && accept.contains(JSON_HOME)
                ? Reply.ok(home.document()).header(HttpHeaders.CONTENT_TYPE, JSON_HOME)
                : Reply.ok(versions.version(call.base()));
    }
}
