package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.PasswordCheck;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.login.view.NewPasswordView;
import io.vestibule.login.view.NewPasswordView.Problem;
import io.vestibule.realm.PasswordPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A password that was right and is good only for choosing another: chosen on our own page, then the login goes on. */
@ApplicationScoped
public class NewPasswordStep {
    private final LoginFlow flow;
    private final Picker picker;
    private final Admission admission;
    private final LocalCredentials credentials;
    private final LoginThrottle throttle;
    private final LoginUrls urls;
    private final AuditLog audit;

    NewPasswordStep(
            LoginFlow flow,
            Picker picker,
            Admission admission,
            LocalCredentials credentials,
            LoginThrottle throttle,
            LoginUrls urls,
            AuditLog audit) {
        this.flow = flow;
        this.picker = picker;
        this.admission = admission;
        this.credentials = credentials;
        this.throttle = throttle;
        this.urls = urls;
        this.audit = audit;
    }

    /** What was typed: the present password proves whose it is, each time anew. */
    public record Typed(String username, Secret present, Secret wanted, Secret repeated) {
        boolean complete() {
            return !username.isBlank()
                    && !present.reveal().isEmpty()
                    && !wanted.reveal().isEmpty();
        }
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return flow.during(realm, sealed, visitor, (context, choosing) -> ask(context, sealed, "", Optional.empty()));
    }

    BrowserReply ask(LoginContext context, String sealed, String username, Optional<Problem> problem) {
        RealmName realm = context.realm().name();
        PasswordPolicy policy = context.realm().passwords();
        NewPasswordView view = new NewPasswordView(
                Optional.of(realm),
                context.view(),
                urls.newPassword(realm),
                sealed,
                username,
                policy.minimumLength(),
                policy.patternDescription(),
                policy.uniqueLast(),
                problem,
                urls.choose(realm, sealed));
        return new BrowserReply.Page(
                problem.map(NewPasswordStep::status).orElse(200),
                view,
                List.of(context.request().replyTo()),
                List.of());
    }

    /** The posted form; {@code sealed} is the flow it belongs to. */
    public BrowserReply submit(RealmName realm, String sealed, Typed typed, Visitor visitor) {
        return flow.during(realm, sealed, visitor, (context, choosing) -> {
            Optional<PasswordConnector> connector = picker.password(context).filter(found -> isOurs(context, found));
            if (connector.isEmpty()) {
                return flow.page(realm, sealed, visitor);
            }
            if (!typed.complete()) {
                return ask(context, sealed, typed.username(), Optional.of(Problem.INCOMPLETE));
            }
            if (!typed.wanted().equals(typed.repeated())) {
                return ask(context, sealed, typed.username(), Optional.of(Problem.NOT_REPEATED));
            }
            if (!throttle.mayTry(visitor.address())) {
                return refused(
                        context, connector.get(), sealed, typed, visitor, "address-throttled", Problem.THROTTLED);
            }
            return change(context, connector.get(), sealed, typed, visitor);
        });
    }

    private static boolean isOurs(LoginContext context, PasswordConnector connector) {
        return context.realm()
                .connector(connector.id())
                .filter(declared -> declared.kind().equals(LocalCredentials.CONNECTOR_KIND))
                .isPresent();
    }

    private BrowserReply change(
            LoginContext context, PasswordConnector connector, String sealed, Typed typed, Visitor visitor) {
        String name = typed.username().strip();
        return switch (credentials.changeEnded(context.realm(), name, typed.present(), typed.wanted())) {
            case PasswordChange.Changed changed -> goOn(context, connector, sealed, typed, visitor);
            case PasswordChange.NotProven(PasswordCheck refusal) -> {
                throttle.failed(visitor.address());
                yield refusal instanceof PasswordCheck.Throttled
                        ? refused(context, connector, sealed, typed, visitor, "name-throttled", Problem.THROTTLED)
                        : refused(context, connector, sealed, typed, visitor, word(refusal), Problem.BAD_CREDENTIALS);
            }
            case PasswordChange.UnknownUser gone ->
                refused(context, connector, sealed, typed, visitor, "unknown-name", Problem.BAD_CREDENTIALS);
            case PasswordChange.TooShort no -> against(context, connector, sealed, typed, visitor, Problem.TOO_SHORT);
            case PasswordChange.NotAsWanted no ->
                against(context, connector, sealed, typed, visitor, Problem.NOT_AS_WANTED);
            case PasswordChange.UsedBefore no ->
                against(context, connector, sealed, typed, visitor, Problem.USED_BEFORE);
            case PasswordChange.TooSoon no -> against(context, connector, sealed, typed, visitor, Problem.TOO_SOON);
            case PasswordChange.OnlyByAdministrators no ->
                against(context, connector, sealed, typed, visitor, Problem.ONLY_BY_ADMINISTRATORS);
            case PasswordChange.Unusable no -> against(context, connector, sealed, typed, visitor, Problem.UNUSABLE);
            case PasswordChange.Busy busy -> ask(context, sealed, typed.username(), Optional.of(Problem.BUSY));
        };
    }

    /** As if the new password had been typed at the first page: every rule about coming in is asked again. */
    private BrowserReply goOn(
            LoginContext context, PasswordConnector connector, String sealed, Typed typed, Visitor visitor) {
        return connector.verify(typed.username().strip(), typed.wanted()) instanceof AuthnOutcome.Authenticated right
                ? admission.admit(context, right.identity(), sealed, visitor)
                : flow.page(context.realm().name(), sealed, visitor); // locked or disabled in this very moment
    }

    private BrowserReply against(
            LoginContext context,
            PasswordConnector connector,
            String sealed,
            Typed typed,
            Visitor visitor,
            Problem problem) {
        String word = "new-password-" + problem.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return refused(context, connector, sealed, typed, visitor, word, problem);
    }

    private BrowserReply refused(
            LoginContext context,
            PasswordConnector connector,
            String sealed,
            Typed typed,
            Visitor visitor,
            String reason,
            Problem problem) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(connector.id()),
                "new-password",
                reason));
        return ask(context, sealed, typed.username(), Optional.of(problem));
    }

    private static String word(PasswordCheck refusal) {
        return refusal instanceof PasswordCheck.Wrong(String reason) ? reason : "not-proven";
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
