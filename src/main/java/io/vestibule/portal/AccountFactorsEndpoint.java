package io.vestibule.portal;

import static io.vestibule.portal.AccountEndpoint.FORM_KEY;
import static io.vestibule.portal.AccountEndpoint.done;
import static io.vestibule.portal.AccountEndpoint.ok;
import static io.vestibule.portal.AccountEndpoint.problem;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Passkeys.Removal;
import io.vestibule.identity.Secret;
import io.vestibule.login.OwnFactors;
import io.vestibule.portal.AccountApiDoor.Entered;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Second factors over the account's API: which there are, never what they hold. */
@Path("/realms/{realm}/account/api/factors")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountFactorsEndpoint {
    private final AccountApiDoor door;
    private final OwnFactors factors;
    private final BrowserRequest request;

    AccountFactorsEndpoint(AccountApiDoor door, OwnFactors factors, BrowserRequest request) {
        this.door = door;
        this.factors = factors;
        this.request = request;
    }

    @GET
    public Response factors(
            @PathParam("realm") String realm, @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization) {
        return switch (door.enter(realm, authorization, request.visitor())) {
            case Entered.In(AccountVisit visit) -> {
                OwnFactors.Overview all = factors.of(visit.realm(), visit.user().id());
                yield ok(Map.of(
                        "authenticators", all.authenticators(),
                        "passkeys", all.passkeys(),
                        "passkeysOffered", all.passkeysOffered(),
                        "recoveryCodesLeft", all.codesLeft()));
            }
            case Entered.Out no -> problem(no);
        };
    }

    @DELETE
    @Path("/{id}")
    public Response remove(
            @PathParam("realm") String realm,
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) -> removed(factors.remove(visit.realm(), visit.user(), id, visitor));
            case Entered.Out no -> problem(no);
        };
    }

    private static Response removed(Removal removal) {
        return switch (removal) {
            case Removal.Removed removed -> done(true);
            case Removal.Unknown unknown -> done(false);
            case Removal.LastWayIn last -> problem(409, "last-way-in", "The last way in stays.");
        };
    }

    /** New codes in place of the old ones, shown now and never again. */
    @POST
    @Path("/recovery-codes")
    public Response renewCodes(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(FORM_KEY) @DefaultValue("") String formKey) {
        Visitor visitor = request.visitor();
        return switch (door.enterToChangeWaysIn(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) -> {
                List<Secret> codes = factors.renewCodes(visit.realm(), visit.user());
                yield codes.isEmpty()
                        ? problem(door.refuse(
                                visit, visitor, 409, "no-factor", "There is no factor that codes could stand for."))
                        : ok(Map.of("codes", codes.stream().map(Secret::reveal).toList()));
            }
            case Entered.Out no -> problem(no);
        };
    }
}
