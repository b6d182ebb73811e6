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

/** RFC 7662 §2.1. */
@Path("/realms/{realm}/introspect")
@RunOnVirtualThread
public class IntrospectEndpoint {
    private final BackChannel backChannel;
    private final Introspection introspection;
    private final BrowserRequest caller;

    IntrospectEndpoint(BackChannel backChannel, Introspection introspection, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.introspection = introspection;
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
                new BackChannel.Incoming("introspect", realm, form, authorization, address), introspection::answer);
    }
}
