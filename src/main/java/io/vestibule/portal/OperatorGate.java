package io.vestibule.portal;

import io.vestibule.account.AccountVisit;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.BrowserRequest;
import io.vestibule.login.ConnectorTests.Tester;
import io.vestibule.login.ErrorPages;
import io.vestibule.login.Operators;
import io.vestibule.login.view.ErrorView.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Every page for operators goes through here, behind the account's gate. To anybody else there is no such page. */
@ApplicationScoped
class OperatorGate {
    private final AccountGate gate;
    private final Operators operators;
    private final ErrorPages errors;

    OperatorGate(AccountGate gate, Operators operators, ErrorPages errors) {
        this.gate = gate;
        this.operators = operators;
        this.errors = errors;
    }

    interface Step {
        BrowserReply take(AccountVisit visit, Tester tester);
    }

    /** To be shown; whoever is not signed in is sent to sign in, and comes back to {@code page}. */
    BrowserReply show(String realm, String page, BrowserRequest request, Step step) {
        return gate.show(
                realm,
                page,
                request,
                visit -> operators.mayTestConnectors(visit.realm(), visit.user())
                        ? step.take(visit, tester(visit))
                        : missing(visit, request, "not-an-operator"));
    }

    /** A posted form of this session, of an operator who proved a short time ago who they are, with all they have to prove it by. */
    BrowserReply act(String realm, String page, String formKey, BrowserRequest request, Step step) {
        return show(
                realm,
                page,
                request,
                (seen, tester) -> gate.changeFresh(
                        realm,
                        page,
                        formKey,
                        request,
                        visit -> gate.withFactor(visit, page, request, strong -> step.take(strong, tester(strong)))));
    }

    BrowserReply missing(AccountVisit visit, BrowserRequest request, String reason) {
        return errors.page(
                Kind.NOT_FOUND,
                new Refusal(
                        visit.realm().name(),
                        Circumstances.from(request.visitor().address())
                                .of(visit.user().id())
                                .in(tester(visit).session()),
                        "operator",
                        reason),
                Optional.empty(),
                Optional.empty());
    }

    /** These pages are for browsers, who come with a session. */
    private static Tester tester(AccountVisit visit) {
        return new Tester(visit.session().orElseThrow(), visit.user().id());
    }
}
