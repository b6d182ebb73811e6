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

/** RFC 7009 §2.1. */
@Path("/realms/{realm}/revoke")
@RunOnVirtualThread
public class RevokeEndpoint {
    private final BackChannel backChannel;
    private final Revocation revocation;
    private final BrowserRequest caller;

    RevokeEndpoint(BackChannel backChannel, Revocation revocation, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.revocation = revocation;
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
                new BackChannel.Incoming("revoke", realm, form, authorization, address), revocation::answer);
    }
}
