package io.vestibule.protocol.saml.downstream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;

/** Where service providers send browsers to sign out. */
@Path("/realms/{realm}/saml/slo")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class SingleLogoutEndpoint {
    private final SingleLogout logout;
    private final BrowserRequest browser;

    SingleLogoutEndpoint(SingleLogout logout, BrowserRequest browser) {
        this.logout = logout;
        this.browser = browser;
    }

    @GET
    public BrowserReply redirected(@PathParam("realm") String realm, @Context HttpServerRequest http) {
        return logout.redirected(realm, http.query() == null ? "" : http.query(), browser.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply posted(@PathParam("realm") String realm, MultivaluedMap<String, String> form) {
        return logout.posted(realm, new PostedForm(form), browser.visitor());
    }

    @GET
    @Path("/answer")
    public BrowserReply answered(
            @PathParam("realm") String realm, @QueryParam("answer") @DefaultValue("") String sealed) {
        return logout.answered(realm, sealed, browser.visitor());
    }
}
