package io.vestibule.portal;

import static io.vestibule.portal.AccountEndpoint.FORM_KEY;
import static io.vestibule.portal.AccountEndpoint.ok;
import static io.vestibule.portal.AccountEndpoint.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.OwnFactors.AddedPasskey;
import io.vestibule.login.OwnFactors.Offer;
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
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A passkey made over the account's API, in a browser's session as on the page: what the browser is to make comes first
 * (WebAuthn Level 3 §5.1.8, as JSON), and what it made is kept when it answers that very offer.
 */
@Path("/realms/{realm}/account/api/factors/passkeys")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountPasskeysEndpoint {
    private final AccountApiDoor door;
    private final NewFactors setup;
    private final OwnFactors factors;
    private final BrowserRequest request;
    private final ObjectMapper json;

    AccountPasskeysEndpoint(
            AccountApiDoor door, NewFactors setup, OwnFactors factors, BrowserRequest request, ObjectMapper json) {
        this.door = door;
        this.setup = setup;
        this.factors = factors;
        this.request = request;
        this.json = json;
    }

    @POST
    public Response offer(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit)
            when !factors.passkeysOffered(visit.realm()) ->
                problem(door.refuse(visit, visitor, 409, "passkeys-not-offered", "There are no passkeys here."));
            case Entered.In(AccountVisit visit) -> ok(shown(visit, setup.offer(visit)));
            case Entered.Out no -> problem(no);
        };
    }

    private Map<String, Object> shown(AccountVisit visit, Offer offer) {
        try {
            JsonNode options = json.readTree(factors.passkeyOptions(visit.realm(), visit.user(), offer));
            return Map.of("publicKey", options, "offer", offer.sealed());
        } catch (JsonProcessingException ours) {
            throw new UncheckedIOException(ours);
        }
    }

    /** The offer as it was given, what the browser made as JSON (WebAuthn Level 3 §5.1), and how its owner calls it. */
    public record Made(
            @Nullable String offer,
            @Nullable JsonNode response,
            @Nullable String label) {}

    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response confirm(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey,
            @Nullable Made sent) {
        Visitor visitor = request.visitor();
        Made made = sent == null ? new Made(null, null, null) : sent;
        String response = made.response() == null ? "" : made.response().toString();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) ->
                switch (setup.offered(visit, made.offer(), !response.isEmpty(), visitor)) {
                    case Offered.Good(Offer offer) ->
                        answer(factors.addPasskey(
                                visit.realm(),
                                visit.user(),
                                offer,
                                Objects.requireNonNullElse(made.label(), ""),
                                response,
                                visitor));
                    case Offered.Not(Entered.Out why) -> problem(why);
                };
            case Entered.Out no -> problem(no);
        };
    }

    private Response answer(AddedPasskey added) {
        if (added.problem().isPresent()) {
            return problem(403, added.problem().get(), "The passkey was not kept.");
        }
        Response.ResponseBuilder reply =
                Response.fromResponse(ok(setup.codes(added.codes()))).status(Response.Status.CREATED);
        setup.setCookies(added.cookie()).forEach(line -> reply.header(HttpHeaders.SET_COOKIE, line));
        return reply.build();
    }
}
