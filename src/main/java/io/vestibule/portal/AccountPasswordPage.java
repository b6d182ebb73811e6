package io.vestibule.portal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vestibule.account.AccountActions;
import io.vestibule.account.AccountOverview;
import io.vestibule.account.AccountVisit;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.identity.Secret;
import io.vestibule.login.view.NewPasswordView.Problem;
import io.vestibule.portal.AccountView.Around;
import io.vestibule.realm.PasswordPolicy;
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

/** A new password, under the rules that the realm has for them. */
@Path("/realms/{realm}/account/password")
@Produces({MediaType.TEXT_HTML, MediaType.WILDCARD})
@RunOnVirtualThread
public class AccountPasswordPage {
    private static final String PATH = "account/password";

    private final AccountGate gate;
    private final AccountOverview overview;
    private final AccountActions actions;
    private final BrowserRequest request;

    AccountPasswordPage(AccountGate gate, AccountOverview overview, AccountActions actions, BrowserRequest request) {
        this.gate = gate;
        this.overview = overview;
        this.actions = actions;
        this.request = request;
    }

    @GET
    public BrowserReply page(@PathParam("realm") String realm, @QueryParam("done") @DefaultValue("") String done) {
        return gate.show(
                realm,
                PATH,
                request,
                visit -> gate.withFactor(visit, PATH, request, shown -> page(shown, done, Optional.empty())));
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public BrowserReply change(
            @PathParam("realm") String realm,
            @FormParam("formKey") @DefaultValue("") String formKey,
            @FormParam("password") @DefaultValue("") String present,
            @FormParam("wanted") @DefaultValue("") String wanted,
            @FormParam("repeated") @DefaultValue("") String repeated) {
        return gate.change(
                realm,
                PATH,
                formKey,
                request,
                visit -> gate.withFactor(visit, PATH, request, shown -> {
                    if (present.isEmpty() || wanted.isEmpty()) {
                        return page(shown, "", Optional.of(Problem.INCOMPLETE));
                    }
                    return wanted.equals(repeated)
                            ? changed(shown, new Secret(present), new Secret(wanted))
                            : page(shown, "", Optional.of(Problem.NOT_REPEATED));
                }));
    }

    private BrowserReply changed(AccountVisit visit, Secret present, Secret wanted) {
        AccountActions.NewPassword outcome = actions.changePassword(visit, present, wanted, request.visitor());
        return problem(outcome.outcome())
                .map(problem -> page(visit, "", Optional.of(problem)))
                .orElseGet(() -> gate.to(visit, PATH + "?done=changed").with(outcome.cookies()));
    }

    private static Optional<Problem> problem(PasswordChange outcome) {
        return switch (outcome) {
            case PasswordChange.NotProven(PasswordCheck.Throttled throttled) -> Optional.of(Problem.THROTTLED);
            case PasswordChange.NotProven wrong -> Optional.of(Problem.BAD_CREDENTIALS);
            case PasswordChange.UnknownUser gone -> Optional.of(Problem.BAD_CREDENTIALS);
            default -> Problem.of(outcome);
        };
    }

    private BrowserReply page(AccountVisit visit, String done, Optional<Problem> problem) {
        PasswordPolicy policy = visit.realm().passwords();
        AccountView.PasswordPage view = new AccountView.PasswordPage(
                Around.of(visit, gate, PATH, done),
                overview.hasPassword(visit),
                policy.minimumLength(),
                policy.patternDescription(),
                policy.uniqueLast(),
                problem);
        return new BrowserReply.Page(problem.map(AccountPasswordPage::status).orElse(200), view);
    }

    private static int status(Problem problem) {
        return switch (problem) {
            case BAD_CREDENTIALS -> 403;
            case THROTTLED -> 429;
            case BUSY -> 503;
            default -> 400;
        };
    }
}
