package io.vestibule.login;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasscodeCheck;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.PendingLogin.Proving;
import io.vestibule.login.PendingLogin.Proving.Proven;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.login.view.FactorView;
import io.vestibule.login.view.FactorView.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The passcode of an authenticator, after a first factor. */
@ApplicationScoped
public class FactorStep {
    /** RFC 8176 §2: a one-time password, and more than one factor. */
    private static final Set<String> WORDS = Set.of("otp", "mfa");

    private final LoginFlow flow;
    private final LoginContexts contexts;
    private final FlowSeal seal;
    private final HalfProven waiting;
    private final TotpSecrets totp;
    private final LoginThrottle throttle;
    private final Directory directory;
    private final Admission admission;
    private final Refusals refusals;
    private final LoginUrls urls;
    private final AuditLog audit;

    FactorStep(
            LoginFlow flow,
            LoginContexts contexts,
            FlowSeal seal,
            HalfProven waiting,
            TotpSecrets totp,
            LoginThrottle throttle,
            Directory directory,
            Admission admission,
            Refusals refusals,
            LoginUrls urls,
            AuditLog audit) {
        this.flow = flow;
        this.contexts = contexts;
        this.seal = seal;
        this.waiting = waiting;
        this.totp = totp;
        this.throttle = throttle;
        this.directory = directory;
        this.admission = admission;
        this.refusals = refusals;
        this.urls = urls;
        this.audit = audit;
    }

    public BrowserReply page(RealmName realm, String sealed, Visitor visitor) {
        return during(
                realm,
                sealed,
                visitor,
                (context, proving, proven, user) -> page(context, sealed, user, Optional.empty()));
    }

    /** The posted form. */
    public BrowserReply submit(RealmName realm, String sealed, String passcode, Visitor visitor) {
        return during(realm, sealed, visitor, (context, proving, proven, user) -> {
            if (passcode.isBlank()) {
                return page(context, sealed, user, Optional.of(Problem.INCOMPLETE));
            }
            if (!throttle.mayTry(visitor.address())) {
                refused(context, proven, visitor, "address-throttled");
                return page(context, sealed, user, Optional.of(Problem.LOCKED));
            }
            return waiting.take(context, proving)
                    .map(taken -> verify(context, taken, user, passcode, visitor))
                    .orElseGet(() -> flow.begin(proving.request(), visitor));
        });
    }

    /** The person goes back: the relying party is told. */
    public BrowserReply cancel(RealmName realm, String sealed, Visitor visitor) {
        return during(realm, sealed, visitor, (context, proving, proven, user) -> {
            waiting.take(context, proving);
            return refusals.toRelyingParty(
                    context, visitor, io.vestibule.relyingparty.Refusal.Reason.ACCESS_DENIED, "cancelled");
        });
    }

    private BrowserReply verify(LoginContext context, Proven proven, User user, String passcode, Visitor visitor) {
        PasscodeCheck check = totp.verify(context.realm(), user, passcode);
        if (check == PasscodeCheck.RIGHT) {
            UpstreamIdentity before = HalfProven.identity(proven);
            UpstreamIdentity identity = new UpstreamIdentity(
                    before.connector(),
                    before.subject(),
                    before.claims(),
                    before.context().with(MfaRules.TOTP, WORDS),
                    before.upstreamSession());
            return admission.admit(context, identity, user, flow.retry(context, visitor), visitor);
        }
        throttle.failed(visitor.address());
        refused(context, proven, visitor, check.reason());
        Problem problem = switch (check) {
            case RIGHT, WRONG -> Problem.WRONG;
            case USED_BEFORE -> Problem.USED_BEFORE;
            case LOCKED -> Problem.LOCKED;
        };
        return page(context, waiting.keep(context, proven), user, Optional.of(problem));
    }

    private interface Step {
        BrowserReply take(LoginContext context, Proving proving, Proven proven, User user);
    }

    /** Only in the browser that proved the first factor; anything else starts again from the request. */
    private BrowserReply during(RealmName realm, String sealed, Visitor visitor, Step step) {
        Optional<Proving> opened = seal.open(realm, "", Proving.class, sealed);
        if (opened.isEmpty()) {
            return flow.lost(realm, visitor, "factor-does-not-open");
        }
        Proving proving = opened.get();
        Optional<LoginContext> known = contexts.of(proving.request());
        if (known.isEmpty()) {
            return flow.unknown(realm, visitor);
        }
        LoginContext context = known.get();
        Optional<Proven> proven = waiting.peek(context, proving, visitor);
        if (proven.isEmpty()
                || context.realm().connector(proven.get().connector()).isEmpty()) {
            return flow.begin(proving.request(), visitor);
        }
        Optional<User> person = directory.find(realm, proven.get().user());
        if (person.filter(User::enabled)
                .flatMap(User::tokensValidAfter)
                .filter(proven.get().context().authnInstant()::isBefore)
                .isPresent()) {
            return flow.begin(proving.request(), visitor); // what was proven before the password was changed
        }
        return person.filter(User::enabled)
                .map(user -> step.take(context, proving, proven.get(), user))
                .orElseGet(() -> refusals.atConnector(
                        context,
                        proven.get().connector(),
                        visitor,
                        flow.retry(context, visitor),
                        Kind.ACCOUNT_REFUSED,
                        new Refusals.Detail("user-disabled")));
    }

    private BrowserReply page(LoginContext context, String sealed, User user, Optional<Problem> problem) {
        RealmName realm = context.realm().name();
        FactorView view = new FactorView(
                Optional.of(realm),
                context.view(),
                urls.factorAction(realm),
                sealed,
                user.displayName(),
                user.username(),
                problem,
                urls.factorAction(realm));
        int status = problem.map(why -> switch (why) {
                    case INCOMPLETE -> 400;
                    case WRONG, USED_BEFORE -> 403;
                    case LOCKED -> 429;
                })
                .orElse(200);
        return new BrowserReply.Page(status, view, List.of(context.request().replyTo()), List.of());
    }

    private void refused(LoginContext context, Proven proven, Visitor visitor, String reason) {
        audit.refuse(new Refusal(
                context.realm().name(),
                Circumstances.from(visitor.address())
                        .at(context.relyingParty().id())
                        .by(proven.connector())
                        .of(proven.user()),
                "factor",
                reason));
    }
}
