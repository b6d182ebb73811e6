package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.directory.MergeOutcome;
import io.vestibule.portal.AccountView.Around;
import io.vestibule.portal.AccountView.IdentitiesPage;
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
import java.util.Optional;

/** The ways by which a person comes in: more of them are linked here, and links undone, after a recent login only and with a second factor. */
@Path("/realms/{realm}/account/identities")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountIdentitiesPage {
    static final String PATH = "account/identities";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final AccountLinks links;
    private final BrowserRequest request;

    AccountIdentitiesPage(
            AccountGate gate,
            AccountOverview overview,
            AccountActions actions,
            AccountLinks links,
            BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.actions = actions;
        this.links = links;
        this.request = request;
    }

    @GET
    public BrowserReply identities(
            @PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(realm, PATH, request, visit -> page(200, visit, done));
    }

    /** The person leaves to prove that they have an account there, too. */
    @POST
    @Path("/link")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply link(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("connector") @DefaultValue("") String connector) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> gate.withFactor(visit, PATH, request, strong -> leave(strong, connector)));
    }

    private BrowserReply leave(AccountVisit visit, String connector) {
        return links.leave(visit, connector, request.visitor())
                .<BrowserReply>map(redirect -> redirect)
                .orElseGet(() -> page(404, visit, "unknown"));
    }

    @POST
    @Path("/unlink")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply unlink(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("connector") @DefaultValue("") String connector,
            @FormParam("subject") @DefaultValue("") String subject) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> gate.withFactor(visit, PATH, request, strong -> unlink(strong, connector, subject)));
    }

    private BrowserReply unlink(AccountVisit visit, String connector, String subject) {
        return switch (actions.unlink(visit, connector, subject, request.visitor())) {
            case LinkOutcome.Done done -> gate.to(visit, PATH + "?done=unlinked");
            case LinkOutcome.LastWayIn last -> page(409, visit, "last");
            default -> page(404, visit, "unknown");
        };
    }

    /** The account is two again, and the person signs in to whichever they want. */
    @POST
    @Path("/unmerge")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply unmerge(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("merge") @DefaultValue("") String merge) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> gate.withFactor(visit, PATH, request, strong -> unmerge(strong, merge)));
    }

    private BrowserReply unmerge(AccountVisit visit, String merge) {
        Optional<MergeOutcome> outcome = actions.unmerge(visit, merge, request.visitor());
        if (outcome.isEmpty()) {
            return page(404, visit, "unknown");
        }
        return outcome.get() instanceof MergeOutcome.Done ? gate.to(visit, PATH) : page(409, visit, "stays");
    }

    private BrowserReply page(int status, AccountVisit visit, String done) {
        return new BrowserReply.Page(
                status,
                new IdentitiesPage(
                        Around.of(visit, gate, PATH, done),
                        overview.identities(visit),
                        overview.hasPassword(visit),
                        links.more(visit),
                        overview.merges(visit)));
    }
}
