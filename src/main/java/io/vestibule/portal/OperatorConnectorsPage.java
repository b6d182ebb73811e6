package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.Secret;
import io.vestibule.login.ConnectorTests;
import io.vestibule.login.TestReport;
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

/** An operator tries the realm's connectors, as a login would use them, and sees what comes of it. */
@Path("/realms/{realm}/admin/connectors")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class OperatorConnectorsPage {
    static final String PATH = OperatorConnectors.PATH;
    static final String NOT_NOW = "not-now";
    static final String UNKNOWN = "no-such-connector";

    private final OperatorGate gate;
    private final AccountGate addresses;
    private final OperatorConnectors connectors;
    private final ConnectorTests tests;
    private final PortalDoor door;
    private final BrowserRequest request;

    OperatorConnectorsPage(
            OperatorGate gate,
            AccountGate addresses,
            OperatorConnectors connectors,
            ConnectorTests tests,
            PortalDoor door,
            BrowserRequest request) {
        this.gate = gate;
        this.addresses = addresses;
        this.connectors = connectors;
        this.tests = tests;
        this.door = door;
        this.request = request;
    }

    @GET
    public BrowserReply list(@PathParam("realm") String realm) {
        return gate.show(realm, PATH, request, (visit, tester) -> list(200, visit, ""));
    }

    /** The operator leaves for the upstream; what comes back ends in a report. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply test(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("connector") @DefaultValue("") String connector) {
        return gate.act(
                realm,
                PATH,
                formKey,
                request,
                (visit, tester) -> connectors
                        .away(visit, connector)
                        .<BrowserReply>map(
                                id -> tests.start(door.toAccount(visit.realm(), PATH), tester, id, request.visitor()))
                        .orElseGet(() -> list(409, visit, NOT_NOW)));
    }

    @GET
    @Path("/{connector}/password")
    public BrowserReply password(@PathParam("realm") String realm, @PathParam("connector") String connector) {
        String page = page(connector, "password");
        return gate.show(
                realm,
                page,
                request,
                (visit, tester) -> connectors
                        .find(visit, connector)
                        .filter(Way::typed)
                        .<BrowserReply>map(way -> new BrowserReply.Page(
                                200, new OperatorView.Password(Around.of(visit, addresses, page, ""), way)))
                        .orElseGet(() -> gate.missing(visit, request, UNKNOWN)));
    }

    @POST
    @Path("/{connector}/password")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply typed(
            @PathParam("realm") String realm,
            @PathParam("connector") String connector,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("username") @DefaultValue("") String username,
            @FormParam("password") @DefaultValue("") String password) {
        return gate.act(
                realm,
                page(connector, "password"),
                formKey,
                request,
                (visit, tester) -> connectors
                        .typed(visit, connector)
                        .<BrowserReply>map(found -> tests.password(
                                visit.realm(), tester, found, username, new Secret(password), request.visitor()))
                        .orElseGet(() -> list(409, visit, NOT_NOW)));
    }

    /** For a few minutes, in the session that made the test. */
    @GET
    @Path("/tests/{test}")
    public BrowserReply report(@PathParam("realm") String realm, @PathParam("test") String test) {
        return gate.show(
                realm,
                PATH,
                request,
                (visit, tester) -> tests.report(visit.realm(), test, tester, request.visitor())
                        .flatMap(report -> report(visit, report, test))
                        .orElseGet(() -> gate.missing(visit, request, "no-such-test")));
    }

    private Optional<BrowserReply> report(AccountVisit visit, TestReport report, String test) {
        return connectors
                .find(visit, report.connector().value())
                .map(way -> new BrowserReply.Page(
                        200,
                        new OperatorView.Report(
                                Around.of(visit, addresses, PATH + "/tests/" + test, ""),
                                way,
                                report,
                                report.foreseen().map(Outlook::of))));
    }

    private BrowserReply list(int status, AccountVisit visit, String done) {
        return new BrowserReply.Page(
                status, new OperatorView.Connectors(Around.of(visit, addresses, PATH, done), connectors.all(visit)));
    }

    /** Of an id that is none nothing is made: it goes into no address. */
    static String page(String connector, String what) {
        return ConnectorId.isValid(connector) ? PATH + "/" + connector + "/" + what : PATH;
    }
}
