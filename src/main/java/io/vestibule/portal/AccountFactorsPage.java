package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.Passkeys.Removal;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.OwnFactors.Added;
import io.vestibule.login.OwnFactors.Offer;
import io.vestibule.login.view.CodesView;
import io.vestibule.login.view.EnrolView;
import io.vestibule.login.view.EnrolView.Problem;
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
import java.util.List;
import java.util.Optional;

/** Second factors: seen, set up and taken away by their owner, who has proven a short time ago who they are. */
@Path("/realms/{realm}/account/factors")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountFactorsPage {
    static final String PATH = "account/factors";
    private static final String ADD = PATH + "/add";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final OwnFactors factors;
    private final BrowserRequest request;

    AccountFactorsPage(AccountGate gate, AccountOverview overview, OwnFactors factors, BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.factors = factors;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(realm, PATH, request, visit -> page(200, visit, done));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply change(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("remove") @DefaultValue("") String remove,
            @FormParam("codes") @DefaultValue("") String codes) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> withFactor(visit, PATH, strong -> {
                    if (codes.equals("renew")) {
                        return shown(strong, factors.renewCodes(strong.realm(), strong.user()), "codes");
                    }
                    return switch (factors.remove(strong.realm(), strong.user(), remove, request.visitor())) {
                        case Removal.Removed removed -> gate.to(strong, PATH + "?done=removed");
                        case Removal.Unknown unknown -> gate.to(strong, PATH);
                        case Removal.LastWayIn last -> page(409, strong, "last");
                    };
                }));
    }

    @GET
    @Path("/add")
    public BrowserReply add(@PathParam("realm") String realm) {
        return gate.showFresh(
                realm,
                ADD,
                request,
                visit -> withFactor(
                        visit,
                        ADD,
                        strong -> strong.session()
                                .map(session -> enrol(
                                        strong, factors.offer(strong.realm().name(), session), Optional.empty()))
                                .orElseGet(() -> gate.to(strong, PATH))));
    }

    @POST
    @Path("/add")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply confirm(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("label") @DefaultValue("") String label,
            @FormParam("passcode") @DefaultValue("") String passcode) {
        return gate.changeFresh(
                realm,
                ADD,
                formKey,
                request,
                visit -> withFactor(
                        visit,
                        ADD,
                        strong -> offered(strong, sealed)
                                .map(offer -> confirm(strong, offer, label, passcode))
                                .orElseGet(() -> gate.to(strong, ADD)))); // too old: another one
    }

    private Optional<Offer> offered(AccountVisit visit, String sealed) {
        Optional<SessionId> session = visit.session();
        return session.flatMap(id -> factors.offered(visit.realm().name(), id, sealed));
    }

    private BrowserReply confirm(AccountVisit visit, Offer offer, String label, String passcode) {
        if (passcode.isBlank()) {
            return enrol(visit, offer, Optional.of(Problem.INCOMPLETE));
        }
        Added added = factors.add(visit.realm(), visit.user(), offer, label, passcode, request.visitor());
        if (!added.done()) {
            return enrol(visit, offer, Optional.of(added.check() == PasscodeCheck.FULL ? Problem.FULL : Problem.WRONG));
        }
        BrowserReply next =
                added.codes().isEmpty() ? gate.to(visit, PATH + "?done=added") : shown(visit, added.codes(), "added");
        return next.with(added.cookie().stream().toList());
    }

    private BrowserReply withFactor(AccountVisit visit, String page, AccountGate.Step step) {
        return gate.withFactor(visit, page, request, step);
    }

    private BrowserReply page(int status, AccountVisit visit, String done) {
        return new BrowserReply.Page(
                status,
                new AccountFactorsView(
                        AccountView.Around.of(visit, gate, PATH, done),
                        factors.of(visit.realm(), visit.user().id()),
                        overview.hasPassword(visit),
                        gate.at(visit.realm(), ADD),
                        gate.at(visit.realm(), AccountPasskeyPage.PATH)));
    }

    private BrowserReply enrol(AccountVisit visit, Offer offer, Optional<Problem> problem) {
        EnrolView view = new EnrolView(
                Optional.of(visit.realm().name()),
                Optional.empty(),
                gate.at(visit.realm(), ADD),
                offer.sealed(),
                new EnrolView.Seed(visit.realm().displayName(), visit.user().username(), offer.seed()),
                overview.hasPassword(visit) ? EnrolView.Why.BESIDE_PASSWORD : EnrolView.Why.BESIDE_ANOTHERS_WORD,
                Optional.of(visit.formKey()),
                problem,
                gate.at(visit.realm(), PATH));
        return new BrowserReply.Page(EnrolView.status(problem), view);
    }

    /** @param done what the page says once they are kept */
    private BrowserReply shown(AccountVisit visit, List<Secret> codes, String done) {
        return codes.isEmpty()
                ? gate.to(visit, PATH)
                : new BrowserReply.Page(
                        200,
                        new CodesView(
                                Optional.of(visit.realm().name()),
                                Optional.empty(),
                                codes,
                                gate.at(visit.realm(), PATH + "?done=" + done),
                                Optional.empty()));
    }
}
