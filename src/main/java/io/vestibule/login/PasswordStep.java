package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.login.view.ChooseView.Problem;
import io.vestibule.login.view.ErrorView.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** User name and password, typed on our own page. */
@ApplicationScoped
public class PasswordStep {
    private final LoginFlow flow;
    private final Picker picker;
    private final Admission admission;
    private final NewPasswordStep newPassword;
    private final Refusals refusals;
    private final LoginThrottle throttle;
    private final AuditLog audit;

    PasswordStep(
            LoginFlow flow,
            Picker picker,
            Admission admission,
            NewPasswordStep newPassword,
            Refusals refusals,
            LoginThrottle throttle,
            AuditLog audit) {
        this.flow = flow;
        this.picker = picker;
        this.admission = admission;
        this.newPassword = newPassword;
        this.refusals = refusals;
        this.throttle = throttle;
        this.audit = audit;
    }

    /** The posted form; {@code sealed} is the flow it belongs to. */
    public BrowserReply submit(RealmName realm, String sealed, String username, Secret password, Visitor visitor) {
        return flow.during(realm, sealed, visitor, (context, choosing) -> {
            Optional<PasswordConnector> connector = picker.password(context);
            if (connector.isEmpty()) {
                return flow.page(realm, sealed, visitor);
            }
            if (username.isBlank() || password.reveal().isEmpty()) {
                return flow.again(context, sealed, visitor, username, Problem.INCOMPLETE);
            }
            if (!throttle.mayTry(visitor.address())) {
                return refused(
                        context, connector.get(), sealed, username, visitor, "address-throttled", Problem.THROTTLED);
            }
            return verify(context, connector.get(), sealed, username, password, visitor);
        });
    }

    private BrowserReply verify(
            LoginContext context,
            PasswordConnector connector,
            String sealed,
            String username,
            Secret password,
            Visitor visitor) {
        return switch (connector.verify(username.strip(), password)) {
            case AuthnOutcome.Authenticated authenticated ->
                admission.admit(context, authenticated.identity(), sealed, visitor);
            case AuthnOutcome.Rejected rejected
            when rejected.kind() == Rejection.PASSWORD_ENDED -> {
                record(context, connector, visitor, rejected.reason());
                yield newPassword.ask(context, sealed, username, Optional.empty());
            }
            case AuthnOutcome.Rejected rejected -> {
                throttle.failed(visitor.address());
                Problem problem = rejected.kind() == Rejection.THROTTLED ? Problem.THROTTLED : Problem.BAD_CREDENTIALS;
                yield refused(context, connector, sealed, username, visitor, rejected.reason(), problem);
            }
            case AuthnOutcome.Cancelled cancelled -> flow.page(context.realm().name(), sealed, visitor);
            case AuthnOutcome.Unreachable unreachable ->
                refusals.atConnector(
                        context,
                        connector.id(),
                        visitor,
                        sealed,
                        Kind.UPSTREAM_UNREACHABLE,
                        new Refusals.Detail("upstream-unreachable", "", unreachable.detail()));
        };
    }

    private BrowserReply refused(
            LoginContext context,
            PasswordConnector connector,
            String sealed,
            String username,
            Visitor visitor,
            String reason,
            Problem problem) {
        record(context, connector, visitor, reason);
        return flow.again(context, sealed, visitor, username, problem);
    }

    private void record(LoginContext context, PasswordConnector connector, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(connector.id()),
                "password",
                reason));
    }
}
