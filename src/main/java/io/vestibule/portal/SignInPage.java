package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.login.LoginFlow;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Signs in to the portal itself. */
@Path("/realms/{realm}/sign-in")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class SignInPage {
    private final Realms realms;
    private final PortalDoor door;
    private final LoginFlow flow;
    private final BrowserRequest request;

    SignInPage(Realms realms, PortalDoor door, LoginFlow flow, BrowserRequest request) {
        this.realms = realms;
        this.door = door;
        this.flow = flow;
        this.request = request;
    }

    @GET
    public BrowserReply signIn(@PathParam("realm") String name) {
        return realms.find(name)
                .map(realm -> flow.begin(door.request(realm), request.visitor()))
                .orElseThrow(NotFoundException::new);
    }
}
