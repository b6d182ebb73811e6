package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.account.AddressProofs;
import io.vestibule.account.AddressProofs.Outcome;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.mail.MailPolicy;
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
import java.util.Optional;

/** The address of an account: proven, or another one taken, by a letter to it. */
@Path("/realms/{realm}/account/email")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountEmailPage {
    static final String PATH = "account/email";
    private static final String CONFIRM = PATH + "/confirm?token=";

    private final AccountGate gate;
    private final AddressProofs proofs;
    private final BrowserRequest request;

    AccountEmailPage(AccountGate gate, AddressProofs proofs, BrowserRequest request) {
        this.gate = gate;
        this.proofs = proofs;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm) {
        return gate.show(realm, PATH, request, visit -> page(visit, "", Optional.empty()));
    }

    /** Where the link of a forgotten password goes is a way in: changed only by who proved who they are just now. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply ask(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("address") @DefaultValue("") String address) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> gate.withFactor(
                        visit,
                        PATH,
                        request,
                        strong -> asked(strong, address, proofs.ask(strong, address, request.visitor()))));
    }

    /**
     * Where the letter leads; changes nothing. Whoever did not sign in a short time ago does it first, as when asking: a link
     * alone gives nobody an address.
     */
    @GET
    @Path("/confirm")
    public BrowserReply question(
            @PathParam("realm") String realm, @QueryParam("token") @DefaultValue("") String token) {
        String here = CONFIRM + safe(token);
        return gate.showFresh(
                realm,
                here,
                request,
                visit -> gate.withFactor(
                        visit,
                        here,
                        request,
                        strong -> proofs.waiting(strong, token)
                                .map(address -> question(strong, address, token))
                                .orElseGet(() -> page(strong, "", Optional.of(Outcome.LINK_OVER)))));
    }

    @POST
    @Path("/confirm")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply confirm(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("token") @DefaultValue("") String token) {
        String here = CONFIRM + safe(token);
        return gate.changeFresh(
                realm,
                here,
                formKey,
                request,
                visit -> gate.withFactor(visit, here, request, strong -> confirm(strong, token)));
    }

    private BrowserReply confirm(AccountVisit visit, String token) {
        Outcome outcome = proofs.confirm(visit, token, request.visitor());
        return outcome == Outcome.PROVEN ? gate.to(visit, "account?done=email") : page(visit, "", Optional.of(outcome));
    }

    private BrowserReply question(AccountVisit visit, String address, String token) {
        return new BrowserReply.Page(
                200,
                new AccountEmailView(
                        Around.of(visit, gate, PATH + "/confirm", ""),
                        Optional.of(address),
                        false,
                        false,
                        Optional.of(token),
                        "",
                        Optional.empty()));
    }

    private BrowserReply asked(AccountVisit visit, String address, Outcome outcome) {
        return page(visit, outcome == Outcome.SENT ? "" : address, Optional.of(outcome));
    }

    private BrowserReply page(AccountVisit visit, String typed, Optional<Outcome> outcome) {
        AccountEmailView view = new AccountEmailView(
                Around.of(visit, gate, PATH, ""),
                visit.user().email(),
                visit.user().emailVerified(),
                MailPolicy.of(visit.realm()).isPresent() && proofs.mayChoose(visit),
                Optional.empty(),
                typed,
                outcome);
        return new BrowserReply.Page(status(outcome), view);
    }

    static int status(Optional<Outcome> outcome) {
        return outcome.map(one -> switch (one) {
                    case SENT, PROVEN -> 200;
                    case NOT_AN_ADDRESS, LINK_OVER -> 400;
                    case NOT_THEIRS -> 403;
                    case TAKEN -> 409;
                    case THROTTLED -> 429;
                })
                .orElse(200);
    }

    /** As it stands in an address. */
    private static String safe(String token) {
        return token.replaceAll("[^A-Za-z0-9_-]", "");
    }
}
