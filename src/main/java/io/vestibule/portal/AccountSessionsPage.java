package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.logout.EndedElsewhere;
import io.vestibule.logout.Logout;
import io.vestibule.logout.LogoutReport;
import io.vestibule.logout.LogoutRequest;
import io.vestibule.portal.AccountView.Around;
import io.vestibule.session.Session;
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
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Where a person is signed in; each place can be signed out of from here, with everyone who took part told. */
@Path("/realms/{realm}/account/sessions")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountSessionsPage {
    private static final String PATH = "account/sessions";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final Logout logout;
    private final EndedElsewhere elsewhere;
    private final BrowserRequest request;

    AccountSessionsPage(
            AccountGate gate,
            AccountOverview overview,
            AccountActions actions,
            Logout logout,
            EndedElsewhere elsewhere,
            BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.actions = actions;
        this.logout = logout;
        this.elsewhere = elsewhere;
        this.request = request;
    }

    @GET
    public BrowserReply sessions(
            @PathParam("realm") String realm,
            @QueryParam("done") @DefaultValue("") String done,
            @QueryParam("of") @DefaultValue("") String sealed) {
        return gate.show(
                realm,
                PATH,
                request,
                visit -> new BrowserReply.Page(
                        200,
                        new AccountView.SessionsPage(
                                Around.of(visit, gate, PATH, done),
                                overview.sessions(visit),
                                elsewhere.parties(visit.realm(), visit.user().id(), sealed))));
    }

    /**
     * @param session one of the list, {@code others} or {@code all}
     * @param application the only one to be left, where one is meant
     */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply end(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("session") @DefaultValue("") String session,
            @FormParam("application") @DefaultValue("") String application) {
        return gate.change(
                realm,
                PATH,
                formKey,
                request,
                visit -> application.isEmpty() ? end(visit, session) : leave(visit, session, application));
    }

    private BrowserReply end(AccountVisit visit, String session) {
        return switch (session) {
            case "all" -> end(visit, actions.otherSessions(visit));
            case "others" -> after(visit, "ended", actions.endOtherSessions(visit, request.visitor()));
            default -> endOne(visit, session);
        };
    }

    /** Of this browser by the way of every logout; in another nobody waits for a page. */
    private BrowserReply leave(AccountVisit visit, String session, String application) {
        Optional<Session> own = actions.session(visit, session)
                .filter(one -> visit.session().filter(one.id()::equals).isPresent());
        if (own.isPresent()) {
            return logout.leave(visit.realm(), own.get(), application, request.visitor());
        }
        Optional<LogoutReport> told = actions.leave(visit, session, application, request.visitor());
        return after(visit, "left", told.stream().toList());
    }

    private BrowserReply endOne(AccountVisit visit, String session) {
        if (visit.session().filter(own -> own.toString().equals(session)).isPresent()) {
            return end(visit, List.of());
        }
        Optional<LogoutReport> told = actions.endSession(visit, session, request.visitor());
        return after(visit, "ended", told.stream().toList()); // none: it ended meanwhile, as is wanted
    }

    /** Back to the list, which says by name what came of it. */
    private BrowserReply after(AccountVisit visit, String done, Collection<LogoutReport> told) {
        boolean complete = told.stream().allMatch(LogoutReport::complete);
        String of = told.isEmpty()
                ? ""
                : "&of=" + elsewhere.sealed(visit.realm(), visit.user().id(), told);
        return gate.to(visit, PATH + "?done=" + done + (complete ? "" : "-untold") + of);
    }

    /** By the way of every logout, so that those are told, too, who can be told only by this browser. */
    private BrowserReply end(AccountVisit visit, List<Session> others) {
        LogoutRequest wish = new LogoutRequest(
                visit.realm().name(),
                Optional.empty(),
                visit.session(),
                Optional.of(visit.user().id()),
                Optional.empty());
        return logout.begin(wish, others, request.visitor());
    }
}
