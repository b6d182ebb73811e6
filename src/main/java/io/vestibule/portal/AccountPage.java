package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.login.Operators;
import io.vestibule.mail.MailPolicy;
import io.vestibule.portal.AccountView.Around;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first page of a person's account. */
@Path("/realms/{realm}/account")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountPage {
    static final String PATH = "account";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final Instance<AccountSection> further;
    private final Operators operators;
    private final BrowserRequest request;

    AccountPage(
            AccountGate gate,
            AccountOverview overview,
            @Any Instance<AccountSection> further,
            Operators operators,
            BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.further = further;
        this.operators = operators;
        this.request = request;
    }

    @GET
    public BrowserReply front(@PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(realm, PATH, request, visit -> new BrowserReply.Page(200, view(visit, done)));
    }

    /** "Not you?" */
    @GET
    @Path("/another")
    public BrowserReply another(@PathParam("realm") String realm) {
        return gate.another(realm, request);
    }

    private AccountView.Front view(AccountVisit visit, String done) {
        return new AccountView.Front(
                Around.of(visit, gate, PATH, done),
                visit.user().id().toString(),
                visit.user().email(),
                visit.user().emailVerified(),
                visit.user().groups().stream().sorted().toList(),
                sections(visit),
                Optional.of(gate.at(visit.realm(), OperatorConnectorsPage.PATH))
                        .filter(page -> operators.mayTestConnectors(visit.realm(), visit.user())),
                gate.at(visit.realm(), "account/another"),
                gate.at(visit.realm(), "sign-out"));
    }

    private List<String> sections(AccountVisit visit) {
        List<String> sections = new ArrayList<>(List.of("identities"));
        if (overview.hasPassword(visit)) {
            sections.add("password");
        }
        if (MailPolicy.of(visit.realm()).isPresent()) {
            sections.add("email");
        }
        further.stream().map(AccountSection::id).sorted().forEach(sections::add);
        sections.addAll(List.of("sessions", "applications", "activity"));
        return sections;
    }
}
