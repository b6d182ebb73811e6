package io.vestibule.portal;

import static io.vestibule.portal.AccountEndpoint.FORM_KEY;
import static io.vestibule.portal.AccountEndpoint.done;
import static io.vestibule.portal.AccountEndpoint.ok;
import static io.vestibule.portal.AccountEndpoint.problem;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.LinkOutcome;
import io.vestibule.portal.AccountApiDoor.Entered;
import io.vestibule.realm.BaseUrl;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Accounts elsewhere by which a person comes in, over the account's API. A link needs the person's browser over there: the
 * answer to a wish is where it goes, and whether they were linked is seen in the list.
 */
@Path("/realms/{realm}/account/api/identities")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountIdentitiesEndpoint {
    private final AccountApiDoor door;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final AccountLinks links;
    private final BrowserRequest request;
    private final BaseUrl base;

    AccountIdentitiesEndpoint(
            AccountApiDoor door,
            AccountOverview overview,
            AccountActions actions,
            AccountLinks links,
            BrowserRequest request,
            BaseUrl base) {
        this.door = door;
        this.overview = overview;
        this.actions = actions;
        this.links = links;
        this.request = request;
        this.base = base;
    }

    @GET
    public Response identities(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return switch (door.enter(realm, authorization, request.visitor())) {
            case Entered.In(AccountVisit visit) ->
                ok(Map.of("identities", overview.identities(visit), "more", links.more(visit)));
            case Entered.Out no -> problem(no);
        };
    }

    /** Where somebody has an account, too. */
    public record Elsewhere(@Nullable String connector) {}

    /** The wish is good in this browser alone, which the cookies of the answer mark. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response link(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey,
            @Nullable Elsewhere elsewhere) {
        Visitor visitor = request.visitor();
        String connector = elsewhere == null ? "" : Objects.requireNonNullElse(elsewhere.connector(), "");
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) ->
                links.leave(visit, connector, visitor)
                        .map(this::away)
                        .orElseGet(() -> problem(door.refuse(
                                visit, visitor, 404, "no-such-connector", "No account is linked by that connector.")));
            case Entered.Out no -> problem(no);
        };
    }

    private Response away(BrowserReply.Redirect redirect) {
        Response.ResponseBuilder reply =
                Response.fromResponse(ok(Map.of("location", redirect.to().toString())));
        redirect.cookies().forEach(cookie -> reply.header(HttpHeaders.SET_COOKIE, SetCookie.of(cookie, base.secure())));
        return reply.build();
    }

    /** Connector and subject in the query, since a subject may hold anything. */
    @DELETE
    public Response unlink(
            @PathParam("realm") String realm,
            @QueryParam("connector") @DefaultValue("") String connector,
            @QueryParam("subject") @DefaultValue("") String subject,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) -> unlinked(actions.unlink(visit, connector, subject, visitor));
            case Entered.Out no -> problem(no);
        };
    }

    private static Response unlinked(LinkOutcome outcome) {
        return outcome instanceof LinkOutcome.LastWayIn
                ? problem(409, "last-way-in", "The last way in stays.")
                : done(outcome instanceof LinkOutcome.Done);
    }
}
