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

/** Where the page that tells applications in frames goes on. */
@Path("/realms/{realm}/logout/on")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutOnPage {
    private final OngoingLogout logout;
    private final BrowserRequest request;

    LogoutOnPage(OngoingLogout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply on(@PathParam("realm") String realm, @QueryParam("round") @DefaultValue("") String round) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return logout.on(new RealmName(realm), round, request.visitor());
    }
}
