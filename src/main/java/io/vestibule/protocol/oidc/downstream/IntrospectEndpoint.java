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

/** RFC 7662 §2.1. */
@Path("/realms/{realm}/introspect")
public class IntrospectEndpoint {
    private final BackChannel backChannel;
    private final Introspection introspection;
    private final Blocking blocking;
    private final BrowserRequest caller;

    IntrospectEndpoint(BackChannel backChannel, Introspection introspection, Blocking blocking, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.introspection = introspection;
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
        EncodedForm form = EncodedForm.body(contentType, body);
        String address = caller.visitor().address();
        BackChannel.Incoming incoming = new BackChannel.Incoming("introspect", realm, form, authorization, address);
        return backChannel
                .remembered(incoming, introspection::remembered)
                .map(reply -> Uni.createFrom().item(reply))
                .orElseGet(() -> blocking.answer(() -> backChannel.answer(incoming, introspection::answer)));
    }
}
