package io.vestibule.protocol.oidc.tryit;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The demo relying party's pages; not there unless the realm is a demo and declares the client. */
@Path("/realms/{realm}/try")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class TryItPage {
    private final Realms realms;
    private final TryIt tryIt;
    private final BrowserRequest request;

    TryItPage(Realms realms, TryIt tryIt, BrowserRequest request) {
        this.realms = realms;
        this.tryIt = tryIt;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm) {
        return tryIt.page(demo(realm).name(), request.visitor());
    }

    @GET
    @Path("/start")
    public BrowserReply start(
            @PathParam("realm") String realm, @QueryParam("fresh") @DefaultValue("false") boolean fresh) {
        return tryIt.start(demo(realm).name(), fresh, request.visitor());
    }

    @GET
    @Path("/callback")
    public BrowserReply callback(@PathParam("realm") String realm) {
        return tryIt.arrive(demo(realm).name(), request.message(Map.of()), request.visitor());
    }

    @POST
    @Path("/sign-out")
    public BrowserReply signOut(@PathParam("realm") String realm) {
        return tryIt.signOut(demo(realm).name(), request.visitor());
    }

    private Realm demo(String name) {
        return realms.find(name)
                .filter(Realm::demo)
                .filter(realm ->
                        realm.relyingParty(new RelyingPartyId(TryIt.CLIENT_ID)).isPresent())
                .orElseThrow(NotFoundException::new);
    }
}
