package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.portal.AccountView.Around;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** What applications may know and do in a person's name, and the credentials they made for programs. */
@Path("/realms/{realm}/account/applications")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountApplicationsPage {
    private static final String PATH = "account/applications";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final BrowserRequest request;

    AccountApplicationsPage(
            AccountGate gate, AccountOverview overview, AccountActions actions, BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.actions = actions;
        this.request = request;
    }

    @GET
    public BrowserReply applications(
            @PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(
                realm,
                PATH,
                request,
                visit -> new BrowserReply.Page(
                        200,
                        new AccountView.ApplicationsPage(
                                Around.of(visit, gate, PATH, done), overview.consents(visit), overview.keys(visit))));
    }

    /** Takes back a consent, or a credential; whatever is gone already is as wanted. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply takeBack(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("relyingParty") @DefaultValue("") String relyingParty,
            @FormParam("key") @DefaultValue("") String key) {
        return gate.change(realm, PATH, formKey, request, visit -> {
            if (key.isEmpty()) {
                actions.withdraw(visit, relyingParty, request.visitor());
                return gate.to(visit, PATH + "?done=withdrawn");
            }
            actions.removeKey(visit, key, request.visitor());
            return gate.to(visit, PATH + "?done=removed");
        });
    }
}
