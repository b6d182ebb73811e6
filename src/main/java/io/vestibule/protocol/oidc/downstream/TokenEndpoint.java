package io.vestibule.protocol.oidc.downstream;

import io.smallrye.mutiny.Uni;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** RFC 6749 §3.2: by POST only. */
@Path("/realms/{realm}/token")
public class TokenEndpoint {
    private final BackChannel backChannel;
    private final TokenRequests tokens;
    private final Blocking blocking;
    private final BrowserRequest caller;

    TokenEndpoint(BackChannel backChannel, TokenRequests tokens, Blocking blocking, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.tokens = tokens;
        this.blocking = blocking;
        this.caller = caller;
    }

    @POST
    public Uni<JsonReply> post(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        BackChannel.Incoming incoming = incoming(realm, authorization, contentType, body);
        return blocking.answer(() -> backChannel.answer(incoming, tokens::answer));
    }

    /** The same for a caller that may block. */
    JsonReply answer(String realm, @Nullable String authorization, @Nullable String contentType, InputStream body)
            throws IOException {
        return backChannel.answer(incoming(realm, authorization, contentType, body), tokens::answer);
    }

    private BackChannel.Incoming incoming(
            String realm, @Nullable String authorization, @Nullable String contentType, InputStream body)
            throws IOException {
        EncodedForm form = EncodedForm.body(contentType, body);
        return new BackChannel.Incoming(
                "token", realm, form, authorization, caller.visitor().address());
    }
}
