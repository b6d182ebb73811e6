package io.vestibule.portal;

import static io.vestibule.portal.AccountEndpoint.FORM_KEY;
import static io.vestibule.portal.AccountEndpoint.ok;
import static io.vestibule.portal.AccountEndpoint.problem;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.OwnFactors.Added;
import io.vestibule.login.OwnFactors.Offer;
import io.vestibule.login.view.EnrolView;
import io.vestibule.portal.AccountApiDoor.Entered;
import io.vestibule.portal.NewFactors.Offered;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator set up over the account's API, in a browser's session as on the page: an offer first, and then a passcode,
 * which shows that the app has it.
 */
@Path("/realms/{realm}/account/api/factors/authenticators")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountAuthenticatorsEndpoint {
    private final AccountApiDoor door;
    private final NewFactors setup;
    private final OwnFactors factors;
    private final BrowserRequest request;

    AccountAuthenticatorsEndpoint(AccountApiDoor door, NewFactors setup, OwnFactors factors, BrowserRequest request) {
        this.door = door;
        this.setup = setup;
        this.factors = factors;
        this.request = request;
    }

    @POST
    public Response offer(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, request.visitor())) {
            case Entered.In(AccountVisit visit) -> ok(shown(visit, setup.offer(visit)));
            case Entered.Out no -> problem(no);
        };
    }

    private static Map<String, Object> shown(AccountVisit visit, Offer offer) {
        EnrolView.Seed seed =
                new EnrolView.Seed(visit.realm().displayName(), visit.user().username(), offer.seed());
        return Map.of("seed", offer.seed().reveal(), "uri", seed.address(), "offer", offer.sealed());
    }

    /** The offer as it was given, the passcode that the app shows, and how its owner calls it. */
    public record Confirmed(
            @Nullable String offer,
            @Nullable String passcode,
            @Nullable String label) {}

    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response confirm(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey,
            @Nullable Confirmed sent) {
        Visitor visitor = request.visitor();
        Confirmed confirmed = sent == null ? new Confirmed(null, null, null) : sent;
        String passcode = Objects.requireNonNullElse(confirmed.passcode(), "");
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) ->
                switch (setup.offered(visit, confirmed.offer(), !passcode.isBlank(), visitor)) {
                    case Offered.Good(Offer offer) ->
                        answer(
                                visit,
                                factors.add(
                                        visit.realm(),
                                        visit.user(),
                                        offer,
                                        Objects.requireNonNullElse(confirmed.label(), ""),
                                        passcode,
                                        visitor),
                                visitor);
                    case Offered.Not(Entered.Out why) -> problem(why);
                };
            case Entered.Out no -> problem(no);
        };
    }

    private Response answer(AccountVisit visit, Added added, Visitor visitor) {
        if (added.check() == PasscodeCheck.FULL) {
            return problem(door.refuse(
                    visit, visitor, 409, added.check().reason(), "There are too many: one is to be removed first."));
        }
        if (!added.done()) {
            return problem(door.refuse(visit, visitor, 403, added.check().reason(), "It is not the present passcode."));
        }
        Response.ResponseBuilder reply =
                Response.fromResponse(ok(setup.codes(added.codes()))).status(Response.Status.CREATED);
        setup.setCookies(added.cookie()).forEach(line -> reply.header(HttpHeaders.SET_COOKIE, line));
        return reply.build();
    }
}
