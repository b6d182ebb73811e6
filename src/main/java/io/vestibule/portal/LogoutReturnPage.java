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

/** Where an upstream sends the browser after it signed the person out, and we ourselves what another site posted. */
@Path("/realms/{realm}/logout/returned")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutReturnPage {
    private final OngoingLogout logout;
    private final BrowserRequest request;

    LogoutReturnPage(OngoingLogout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply returned(
            @PathParam("realm") String realm,
            @QueryParam("state") @DefaultValue("") String state,
            @QueryParam("back") @DefaultValue("") String sealed) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return sealed.isEmpty()
                ? logout.returned(new RealmName(realm), state, false, request.visitor())
                : logout.returned(new RealmName(realm), sealed, request.visitor());
    }
}
