package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountOverview;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.portal.AccountView.Around;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The ways by which a person comes in. */
@Path("/realms/{realm}/account/identities")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountIdentitiesPage {
    private static final String PATH = "account/identities";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final BrowserRequest request;

    AccountIdentitiesPage(AccountGate gate, AccountOverview overview, BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.request = request;
    }

    @GET
    public BrowserReply identities(
            @PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(
                realm,
                PATH,
                request,
                visit -> new BrowserReply.Page(
                        200,
                        new AccountView.IdentitiesPage(
                                Around.of(visit, gate, PATH, done),
                                overview.identities(visit),
                                overview.hasPassword(visit))));
    }
}
