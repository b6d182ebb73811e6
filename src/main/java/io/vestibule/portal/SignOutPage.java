package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutRequest;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** The portal's own way to sign out. It only asks: a foreign page that links here signs nobody out. */
@Path("/realms/{realm}/sign-out")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class SignOutPage {
    private final Realms realms;
    private final Logout logout;
    private final BrowserRequest request;

    SignOutPage(Realms realms, Logout logout, BrowserRequest request) {
        this.realms = realms;
        this.logout = logout;
        this.request = request;
    }

    @GET
    public BrowserReply signOut(@PathParam("realm") String name) {
        Realm realm = realms.find(name).orElseThrow(NotFoundException::new);
        LogoutRequest wish =
                new LogoutRequest(realm.name(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return logout.begin(wish, request.visitor());
    }
}
