package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.Secret;
import io.vestibule.login.ResetStep;
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

/** Where the letter leads that was sent for a forgotten password. */
@Path("/realms/{realm}/login/reset")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class ResetPage {
    private final ResetStep reset;
    private final BrowserRequest request;

    ResetPage(ResetStep reset, BrowserRequest request) {
        this.reset = reset;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("token") @DefaultValue("") String token) {
        return reset.page(ForgottenPage.realm(realm), token, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply reset(
            @PathParam("realm") String realm,
            @FormParam("token") @DefaultValue("") String token,
            @FormParam("wanted") @DefaultValue("") String wanted,
            @FormParam("repeated") @DefaultValue("") String repeated) {
        return reset.submit(
                ForgottenPage.realm(realm), token, new Secret(wanted), new Secret(repeated), request.visitor());
    }
}
