package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.login.ForgottenStep;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Asking for a letter in place of a forgotten password. */
@Path("/realms/{realm}/login/forgotten")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class ForgottenPage {
    private final ForgottenStep forgotten;
    private final BrowserRequest request;

    ForgottenPage(ForgottenStep forgotten, BrowserRequest request) {
        this.forgotten = forgotten;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("flow") @DefaultValue("") String flow) {
        return forgotten.page(realm(realm), flow, request.visitor());
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply ask(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String flow,
            @FormParam("username") @DefaultValue("") String username) {
        return forgotten.submit(realm(realm), flow, username, request.visitor());
    }

    static RealmName realm(String name) {
        if (!RealmName.isValid(name)) {
            throw new NotFoundException();
        }
        return new RealmName(name);
    }
}
