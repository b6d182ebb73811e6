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

/** Where the browser leaves for an application that it alone can tell. */
@Path("/realms/{realm}/logout/visit")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutVisitPage {
    private final OngoingLogout logout;
    private final BrowserRequest request;

    LogoutVisitPage(OngoingLogout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply visit(@PathParam("realm") String realm, @QueryParam("round") @DefaultValue("") String round) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return logout.visit(new RealmName(realm), round, request.visitor());
    }
}
