package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** "Do you want to sign out?", answered. */
@Path("/realms/{realm}/logout/confirm")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutPage {
    private final Logout logout;
    private final BrowserRequest request;

    LogoutPage(Logout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply confirmed(
            @PathParam("realm") String realm,
            @FormParam("flow") @DefaultValue("") String flow,
            @FormParam("logout") @DefaultValue("") String answer,
            @FormParam("only") @DefaultValue("") String only) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return logout.confirmed(new RealmName(realm), flow, answer(answer, only), request.visitor());
    }

    private static LogoutAnswer answer(String answer, String only) {
        if (!only.isEmpty()) {
            return new LogoutAnswer.Only(only);
        }
        return "yes".equals(answer) ? new LogoutAnswer.Everywhere() : new LogoutAnswer.Nowhere();
    }
}
