package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** RFC 8628 §3.1: by POST only. */
@Path("/realms/{realm}/device_authorization")
@RunOnVirtualThread
public class DeviceAuthorizationEndpoint {
    private final BackChannel backChannel;
    private final DeviceAuthorization devices;
    private final BrowserRequest caller;

    DeviceAuthorizationEndpoint(BackChannel backChannel, DeviceAuthorization devices, BrowserRequest caller) {
        this.backChannel = backChannel;
        this.devices = devices;
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
        Visitor device = caller.visitor();
        return backChannel.answer(
                new BackChannel.Incoming(DeviceAuthorization.STEP, realm, form, authorization, device.address()),
                request -> devices.answer(request, device.userAgent()));
    }
}
