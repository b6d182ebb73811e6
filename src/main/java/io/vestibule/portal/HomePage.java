package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.login.BrowserSessions;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RelyingParty;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** Where a person sees who they are here, and where they can go. */
@Path("/realms/{realm}")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class HomePage {
    private final Realms realms;
    private final BrowserSessions sessions;
    private final BaseUrl base;
    private final BrowserRequest request;

    HomePage(Realms realms, BrowserSessions sessions, BaseUrl base, BrowserRequest request) {
        this.realms = realms;
        this.sessions = sessions;
        this.base = base;
        this.request = request;
    }

    @GET
    public BrowserReply home(@PathParam("realm") String name) {
        Realm realm = realms.find(name).orElseThrow(NotFoundException::new);
        List<SignedIn> living = sessions.living(realm, request.visitor());
        HomeView view = new HomeView(
                Optional.of(realm.name()),
                sessions.of(realm, request.visitor()).stream()
                        .map(signedIn -> person(realm, signedIn))
                        .toList(),
                applications(realm),
                base.resolve("/realms/" + realm.name() + "/account"),
                base.resolve("/realms/" + realm.name() + "/sign-in"),
                Optional.of(base.resolve("/realms/" + realm.name() + "/sign-out"))
                        .filter(out -> !living.isEmpty()));
        return new BrowserReply.Page(200, view);
    }

    private static HomeView.Person person(Realm realm, SignedIn signedIn) {
        return new HomeView.Person(
                signedIn.user().displayName(),
                signedIn.user().username(),
                realm.connector(signedIn.session().connector())
                        .map(ConnectorDeclaration::displayName)
                        .orElse(""));
    }

    private static List<HomeView.Application> applications(Realm realm) {
        return realm.relyingParties().values().stream()
                .filter(RelyingParty::enabled)
                .flatMap(party ->
                        party
                                .home()
                                .map(home -> new HomeView.Application(party.displayName(), party.logo(), home))
                                .stream())
                .toList();
    }
}
