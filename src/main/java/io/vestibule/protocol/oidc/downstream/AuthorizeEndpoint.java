package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** OIDC Core §3.1.2.1: by GET and by POST. */
@Path("/realms/{realm}/authorize")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AuthorizeEndpoint {
    private final Authorization authorization;
    private final BrowserRequest browser;

    AuthorizeEndpoint(Authorization authorization, BrowserRequest browser) {
        this.authorization = authorization;
        this.browser = browser;
    }

    @GET
    public BrowserReply get(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return authorization.answer(realm, EncodedForm.query(http.query()), browser.visitor());
    }

    @POST
    public BrowserReply post(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return authorization.answer(realm, EncodedForm.body(contentType, body), browser.visitor());
    }
}
