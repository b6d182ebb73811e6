package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.login.OwnFactors;
import io.vestibule.login.OwnFactors.AddedPasskey;
import io.vestibule.login.OwnFactors.Offer;
import io.vestibule.login.view.CodesView;
import io.vestibule.login.view.PasskeyForm;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;

/** A new passkey, for somebody who has proven a short time ago who they are, with a factor they have already. */
@Path("/realms/{realm}/account/passkey")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountPasskeyPage {
    static final String PATH = "account/passkey";

    private final AccountGate gate;
    private final OwnFactors factors;
    private final BrowserRequest request;

    AccountPasskeyPage(AccountGate gate, OwnFactors factors, BrowserRequest request) {
        this.gate = gate;
        this.factors = factors;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm) {
        return gate.showFresh(realm, PATH, request, visit -> withFactor(visit, strong -> offer(strong, false)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply add(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("flow") @DefaultValue("") String sealed,
            @FormParam("label") @DefaultValue("") String label,
            @FormParam("response") @DefaultValue("") String response) {
        return gate.changeFresh(
                realm,
                PATH,
                formKey,
                request,
                visit -> withFactor(
                        visit,
                        strong -> strong.session()
                                .flatMap(session ->
                                        factors.offered(strong.realm().name(), session, sealed))
                                .map(offer -> add(strong, offer, label, response))
                                .orElseGet(() -> gate.to(strong, PATH)))); // too old: another one
    }

    private BrowserReply add(AccountVisit visit, Offer offer, String label, String response) {
        AddedPasskey added = factors.addPasskey(visit.realm(), visit.user(), offer, label, response, request.visitor());
        if (added.problem().isPresent()) {
            return offer(visit, true);
        }
        URI list = gate.at(visit.realm(), AccountFactorsPage.PATH + "?done=passkey");
        BrowserReply next = added.codes().isEmpty()
                ? new BrowserReply.Redirect(list)
                : new BrowserReply.Page(
                        200,
                        new CodesView(
                                Optional.of(visit.realm().name()),
                                Optional.empty(),
                                added.codes(),
                                list,
                                Optional.empty()));
        return next.with(added.cookie().stream().toList());
    }

    private BrowserReply offer(AccountVisit visit, boolean failed) {
        return visit.session()
                .map(session -> factors.offer(visit.realm().name(), session))
                .<BrowserReply>map(offer -> new BrowserReply.Page(
                        failed ? 403 : 200,
                        new AccountPasskeyView(
                                AccountView.Around.of(visit, gate, PATH, ""),
                                new PasskeyForm(
                                        gate.at(visit.realm(), PATH),
                                        factors.passkeyOptions(visit.realm(), visit.user(), offer)),
                                offer.sealed(),
                                failed,
                                gate.at(visit.realm(), AccountFactorsPage.PATH))))
                .orElseGet(() -> gate.to(visit, AccountFactorsPage.PATH));
    }

    private BrowserReply withFactor(AccountVisit visit, AccountGate.Step step) {
        return gate.withFactor(visit, PATH, request, step);
    }
}
