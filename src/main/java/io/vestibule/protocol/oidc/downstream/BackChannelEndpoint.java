package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where clients call without a browser: token (RFC 6749 §3.2), introspect (RFC 7662), revoke (RFC 7009). */
@Path("/realms/{realm}")
@RunOnVirtualThread
public class BackChannelEndpoint {
    private final BackChannel backChannel;
    private final TokenRequests tokens;
    private final Introspection introspection;
    private final Revocation revocation;
    private final BrowserRequest caller;

    BackChannelEndpoint(
            BackChannel backChannel,
            TokenRequests tokens,
            Introspection introspection,
            Revocation revocation,
            BrowserRequest caller) {
        this.backChannel = backChannel;
        this.tokens = tokens;
        this.introspection = introspection;
        this.revocation = revocation;
        this.caller = caller;
    }

    @POST
    @Path("/token")
    public JsonReply token(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return answer("token", realm, authorization, contentType, body, tokens::answer);
    }

    @POST
    @Path("/introspect")
    public JsonReply introspect(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return answer("introspect", realm, authorization, contentType, body, introspection::answer);
    }

    @POST
    @Path("/revoke")
    public JsonReply revoke(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        return answer("revoke", realm, authorization, contentType, body, revocation::answer);
    }

    private JsonReply answer(
            String step,
            String realm,
            @Nullable String authorization,
            @Nullable String contentType,
            InputStream body,
            Function<BackChannelRequest, BackChannelAnswer> call)
            throws IOException {
        return backChannel.answer(
                new BackChannel.Incoming(
                        step,
                        realm,
                        EncodedForm.body(contentType, body),
                        authorization,
                        caller.visitor().address()),
                call);
    }
}
