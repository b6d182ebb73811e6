package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.ConnectorId;
import io.vestibule.login.ConnectorTests;
import io.vestibule.login.ConnectorTests.Tester;
import io.vestibule.login.Foresight;
import io.vestibule.portal.AccountView.Around;
import io.vestibule.portal.OperatorView.Outlook;
import io.vestibule.portal.OperatorView.Way;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** An operator tries the rules of a connector on claims that somebody saved: as the command line and the API do, and as much. */
@Path("/realms/{realm}/admin/connectors/{connector}/rules")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class OperatorRulesPage {
    private static final String WHAT = "rules";

    private final OperatorGate gate;
    private final AccountGate addresses;
    private final OperatorConnectors connectors;
    private final ConnectorTests tests;
    private final Foresight foresight;
    private final BrowserRequest request;

    OperatorRulesPage(
            OperatorGate gate,
            AccountGate addresses,
            OperatorConnectors connectors,
            ConnectorTests tests,
            Foresight foresight,
            BrowserRequest request) {
        this.gate = gate;
        this.addresses = addresses;
        this.connectors = connectors;
        this.tests = tests;
        this.foresight = foresight;
        this.request = request;
    }

    @GET
    public BrowserReply rules(@PathParam("realm") String realm, @PathParam("connector") String connector) {
        return gate.show(
                realm,
                OperatorConnectorsPage.page(connector, WHAT),
                request,
                (visit, tester) -> connectors
                        .find(visit, connector)
                        .<BrowserReply>map(way -> page(200, visit, way, "", Optional.empty(), Optional.empty()))
                        .orElseGet(() -> gate.missing(visit, request, OperatorConnectorsPage.UNKNOWN)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply tried(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("claims") @DefaultValue("") String claims) {
        return gate.act(
                realm,
                OperatorConnectorsPage.page(connector, WHAT),
                formKey,
                request,
                (visit, tester) -> connectors
                        .find(visit, connector)
                        .map(way -> tried(visit, tester, way, claims))
                        .orElseGet(() -> gate.missing(visit, request, OperatorConnectorsPage.UNKNOWN)));
    }

    private BrowserReply tried(AccountVisit visit, Tester tester, Way way, String claims) {
        ConnectorId id = new ConnectorId(way.id());
        try {
            Outlook outlook = Outlook.of(foresight.of(visit.realm(), id, claims));
            tests.rulesTried(visit.realm().name(), id, tester, request.visitor());
            return page(200, visit, way, claims, Optional.of(outlook), Optional.empty());
        } catch (IllegalArgumentException unreadable) {
            String shown = claims.length() > Foresight.LONGEST_CLAIMS ? "" : claims;
            String why = Optional.ofNullable(unreadable.getMessage()).orElse("");
            return page(400, visit, way, shown, Optional.empty(), Optional.of(why));
        }
    }

    private BrowserReply page(
            int status,
            AccountVisit visit,
            Way way,
            String claims,
            Optional<Outlook> outlook,
            Optional<String> unreadable) {
        Around around = Around.of(visit, addresses, OperatorConnectorsPage.page(way.id(), WHAT), "");
        return new BrowserReply.Page(status, new OperatorView.Rules(around, way, claims, outlook, unreadable));
    }
}
