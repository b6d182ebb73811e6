package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OIDC Core §5.3.1: by GET and by POST, the token in the header or in a form. */
@Path("/realms/{realm}/userinfo")
public class UserinfoEndpoint {
    private final Userinfo userinfo;
    private final Blocking blocking;
    private final BrowserRequest caller;

    UserinfoEndpoint(Userinfo userinfo, Blocking blocking, BrowserRequest caller) {
        this.userinfo = userinfo;
        this.blocking = blocking;
        this.caller = caller;
    }

    @GET
    public Uni<JsonReply> get(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        String address = caller.visitor().address();
        return userinfo.remembered(realm, authorization)
                .map(reply -> Uni.createFrom().item(reply))
                .orElseGet(
                        () -> blocking.answer(() -> userinfo.answer(realm, authorization, Optional.empty(), address)));
    }

    /** The same for a caller that may block. */
    JsonReply answer(String realm, @Nullable String authorization) {
        return userinfo.answer(
                realm, authorization, Optional.empty(), caller.visitor().address());
    }

    @POST
    @RunOnVirtualThread
    public JsonReply post(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) @Nullable String contentType,
            InputStream body)
            throws IOException {
        EncodedForm form = EncodedForm.body(contentType, body);
        return userinfo.answer(
                realm, authorization, Optional.of(form), caller.visitor().address());
    }
}
