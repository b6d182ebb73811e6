package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.account.AddressProofs;
import io.vestibule.account.AddressProofs.Outcome;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.browser.Visitor;
import io.vestibule.portal.AccountApiDoor.Entered;
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
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The address of an account, for programs: a letter is asked for here; answered it is in a browser. */
@Path("/realms/{realm}/account/api/email")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AccountEmailEndpoint {
    private final AccountApiDoor door;
    private final AddressProofs proofs;
    private final BrowserRequest request;

    AccountEmailEndpoint(AccountApiDoor door, AddressProofs proofs, BrowserRequest request) {
        this.door = door;
        this.proofs = proofs;
        this.request = request;
    }

    /** The address to be proven. */
    public record Wanted(@Nullable String address) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response ask(
            @PathParam("realm") String realm,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @HeaderParam(AccountEndpoint.FORM_KEY) @DefaultValue("") String formKey,
            @Nullable Wanted wanted) {
        Visitor visitor = request.visitor();
        return switch (door.enterProven(realm, authorization, formKey, visitor)) {
            case Entered.In(AccountVisit visit) -> ask(visit, wanted, visitor);
            case Entered.Out no -> AccountEndpoint.problem(no);
        };
    }

    private Response ask(AccountVisit visit, @Nullable Wanted wanted, Visitor visitor) {
        String address = wanted == null || wanted.address() == null ? "" : wanted.address();
        Outcome outcome = proofs.ask(visit, address, visitor);
        return outcome == Outcome.SENT
                ? Response.accepted()
                        .header(HttpHeaders.CACHE_CONTROL, "no-store")
                        .build()
                : AccountEndpoint.problem(
                        AccountEmailPage.status(Optional.of(outcome)),
                        outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "No letter was sent.");
    }
}
