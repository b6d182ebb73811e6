package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Keycloak's paths, for relying parties that have them built in. */
@Path("/realms/{realm}/protocol/openid-connect")
@RunOnVirtualThread
public class KeycloakLayoutEndpoint {
    private final KeycloakLayout layout;
    private final AuthorizeEndpoint authorize;
    private final TokenEndpoint token;
    private final UserinfoEndpoint userinfo;
    private final EndSessionEndpoint endSession;
    private final JwksEndpoint jwks;

    KeycloakLayoutEndpoint(
            KeycloakLayout layout,
            AuthorizeEndpoint authorize,
            TokenEndpoint token,
            UserinfoEndpoint userinfo,
            EndSessionEndpoint endSession,
            JwksEndpoint jwks) {
        this.layout = layout;
        this.authorize = authorize;
        this.token = token;
        this.userinfo = userinfo;
        this.endSession = endSession;
        this.jwks = jwks;
    }

    @GET
    @Path("/auth")
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply authorize(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return authorize.get(layout.realm(realm), http);
    }

    @POST
    @Path("/token")
    public JsonReply token(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return token.answer(layout.realm(realm), authorization, contentType, body);
    }

    @GET
    @Path("/userinfo")
    public JsonReply userinfo(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return userinfo.answer(layout.realm(realm), authorization);
    }

    @GET
    @Path("/logout")
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply logout(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return endSession.get(layout.realm(realm), http);
    }

    @GET
    @Path("/certs")
    public Response keys(@PathParam("realm") String realm) {
        return jwks.keys(layout.realm(realm));
    }
}
