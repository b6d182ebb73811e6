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

/** What became of a logout since it began. */
@Path("/realms/{realm}/logout/report")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class LogoutReportPage {
    private final OngoingLogout logout;
    private final BrowserRequest request;

    LogoutReportPage(OngoingLogout logout, BrowserRequest request) {
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply report(@PathParam("realm") String realm, @QueryParam("of") @DefaultValue("") String sealed) {
        if (!RealmName.isValid(realm)) {
            throw new NotFoundException();
        }
        return logout.report(new RealmName(realm), sealed, request.visitor());
    }
}
