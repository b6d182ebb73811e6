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
import org.jspecify.annotations.Nullable;

/** RFC 6749 §3.2: by POST only. */
@Path("/realms/{realm}/token")
@RunOnVirtualThread
public class TokenEndpoint {
    private final BackChannel backChannel;
    private final TokenRequests tokens;
    private final BrowserRequest caller;

    TokenEndpoint(BackChannel backChannel, TokenRequests tokens, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.tokens = tokens;
        this.caller = caller;
    }

    @POST
    public JsonReply post(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        EncodedForm form = EncodedForm.body(contentType, body);
        String address = caller.visitor().address();
        return backChannel.answer(
                new BackChannel.Incoming("token", realm, form, authorization, address), tokens::answer);
    }
}
