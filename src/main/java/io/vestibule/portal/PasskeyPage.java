package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.login.PasskeyStep;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What a passkey answered, posted by the page's script. */
@Path("/realms/{realm}/login/passkey")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class PasskeyPage {
    private final PasskeyStep passkey;
    private final BrowserRequest request;

    PasskeyPage(PasskeyStep passkey, BrowserRequest request) {
        this.passkey = passkey;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply alone(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String flow,
            @FormParam("response") @DefaultValue("") String response) {
        return passkey.alone(realm(realm), flow, response, request.visitor());
    }

    @POST
    @Path("/beside")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply beside(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String flow,
            @FormParam("response") @DefaultValue("") String response) {
        return passkey.beside(realm(realm), flow, response, request.visitor());
    }

    private static RealmName realm(String name) {
        if (!RealmName.isValid(name)) {
            throw new NotFoundException();
        }
        return new RealmName(name);
    }
}
