package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The server's own address: on to its only realm, or a choice of realms. */
@Path("/")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class FrontPage {
    private final Realms realms;
    private final BaseUrl base;

    FrontPage(Realms realms, BaseUrl base) {
        this.realms = realms;
        this.base = base;
    }

    @GET
    public BrowserReply front() {
        List<RealmsView.Door> doors = realms.all().stream()
                .map(realm ->
                        new RealmsView.Door(realm.displayName(), realm.theme().logo(), base.issuer(realm.name())))
                .toList();
        return doors.size() == 1
                ? new BrowserReply.Redirect(doors.getFirst().home())
                : new BrowserReply.Page(200, new RealmsView(doors));
    }
}
