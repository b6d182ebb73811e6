package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** dex's paths, for relying parties that have them built in (Gerrit's OAuth plugin). */
@Path("/dex")
@RunOnVirtualThread
public class DexLayoutEndpoint {
    private final DexRealm realm;
    private final AuthorizeEndpoint authorize;
    private final TokenEndpoint token;
    private final UserinfoEndpoint userinfo;
    private final JwksEndpoint jwks;

    DexLayoutEndpoint(
            DexRealm realm,
            AuthorizeEndpoint authorize,
            TokenEndpoint token,
            UserinfoEndpoint userinfo,
            JwksEndpoint jwks) {
        this.realm = realm;
        this.authorize = authorize;
        this.token = token;
        this.userinfo = userinfo;
        this.jwks = jwks;
    }

    @GET
    @Path("/auth")
    @Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
    public BrowserReply authorize(@Context HttpServerRequest http) {
        return authorize.get(realm.name(), http);
    }

    @POST
    @Path("/token")
    public JsonReply token(
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return token.answer(realm.name(), authorization, contentType, body);
    }

    @GET
    @Path("/userinfo")
    public JsonReply userinfo(@HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return userinfo.answer(realm.name(), authorization);
    }

    @GET
    @Path("/keys")
    public Response keys() {
        return jwks.keys(realm.name());
    }
}
