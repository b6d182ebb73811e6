package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.OngoingLogout;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** Where a browser tells one application that the person signed out: in a frame of our page, or in a window of its own. */
@Path("/realms/{realm}/logout/tell")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutTellPage {
    private final OngoingLogout logout;
    private final BrowserRequest request;

    LogoutTellPage(OngoingLogout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply tell(
            @PathParam("realm") String realm,
            @QueryParam("ask") @DefaultValue("") String ask,
            @QueryParam("framed") @DefaultValue("") String framed) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return logout.tell(new RealmName(realm), ask, "yes".equals(framed), request.visitor());
    }
}
