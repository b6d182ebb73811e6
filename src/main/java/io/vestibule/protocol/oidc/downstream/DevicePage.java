package io.vestibule.protocol.oidc.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.realm.BaseUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The verification URI (RFC 8628 §3.3). */
@Path("/realms/{realm}/device")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class DevicePage {
    private final DeviceEntry entry;
    private final BrowserRequest request;
    private final BaseUrl base;

    DevicePage(DeviceEntry entry, BrowserRequest request, BaseUrl base) {
        this.entry = entry;
        this.request = request;
        this.base = base;
    }

    @GET
    public BrowserReply page(
            @PathParam("realm") String realm,
            @QueryParam("user_code") @DefaultValue("") String code,
            @QueryParam("done") @DefaultValue("") String done) {
        return entry.page(realm, code, done, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply enter(@PathParam("realm") String realm, @FormParam("user_code") @DefaultValue("") String code) {
        return request.isFromElsewhere(base.value())
                ? entry.fromElsewhere(realm, code, request.visitor())
                : entry.enter(realm, code, request.visitor());
    }
}
