package io.vestibule.portal;

import static io.vestibule.portal.AccountEndpoint.FORM_KEY;
import static io.vestibule.portal.AccountEndpoint.done;
import static io.vestibule.portal.AccountEndpoint.ok;
import static io.vestibule.portal.AccountEndpoint.problem;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.MergeOutcome;
import io.vestibule.portal.AccountApiDoor.Entered;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Accounts that became one with this one, over the account's API. Two are made one in a browser, which proves both. */
@Path("/realms/{realm}/account/api/merges")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountMergesEndpoint {
    private final AccountApiDoor door;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final BrowserRequest request;

    AccountMergesEndpoint(
            AccountApiDoor door, AccountOverview overview, AccountActions actions, BrowserRequest request) {
        this.door = door;
        this.overview = overview;
        this.actions = actions;
        this.request = request;
    }

    @GET
    public Response merges(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return switch (door.enter(realm, authorization, request.visitor())) {
            case Entered.In(AccountVisit visit) -> ok(Map.of("merges", overview.merges(visit)));
            case Entered.Out no -> problem(no);
        };
    }

    @DELETE
    @Path("/{id}")
    public Response unmerge(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) ->
                actions.unmerge(visit, id, visitor)
                        .map(AccountMergesEndpoint::undone)
                        .orElseGet(() -> done(false));
            case Entered.Out no -> problem(no);
        };
    }

    private static Response undone(MergeOutcome outcome) {
        return outcome instanceof MergeOutcome.Refused(String reason)
                ? problem(409, reason, "It cannot be undone now.")
                : done(true);
    }
}
