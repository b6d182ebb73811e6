package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.BrowserReply;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.CheckTrail.Followed;
import io.vestibule.connector.PasswordConnector;
import io.vestibule.directory.LoginThrottle;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.login.LinkHandle.Purpose;
import io.vestibule.login.TestReport.Failed;
import io.vestibule.login.view.ErrorView.Kind;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.AuthnRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An operator tries a connector. The way there and back is that of a login; at its end nobody is signed in, and no user, grant
 * or remembered choice is made or changed: what came of it is kept for a page. Begun by one session, it ends in that session
 * and that browser, and once.
 */
@ApplicationScoped
public class ConnectorTests {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String BEGUN = "connector-test";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final BrowserBinding binding;
    private final BrowserSessions sessions;
    private final Operators operators;
    private final TestReports reports;
    private final LoginThrottle throttle;
    private final LoginUrls urls;
    private final ErrorPages errors;
    private final AuditLog audit;
    private final Clock clock;

    ConnectorTests(
            ExpiringRecords records,
            RandomTokens tokens,
            FlowSeal seal,
            BrowserBinding binding,
            BrowserSessions sessions,
            Operators operators,
            TestReports reports,
            LoginThrottle throttle,
            LoginUrls urls,
            ErrorPages errors,
            AuditLog audit,
            Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.binding = binding;
        this.sessions = sessions;
        this.operators = operators;
        this.reports = reports;
        this.throttle = throttle;
        this.urls = urls;
        this.errors = errors;
        this.audit = audit;
        this.clock = clock;
    }

    /** Who tries: a session, and whose it is. */
    public record Tester(SessionId session, UserId user) {}

    /** The stored half of a test under way. */
    record Begun(Tester tester, ConnectorId connector, String browser) {}

    /**
     * An operator leaves to come back by {@code connector}.
     *
     * @param away what is asked of the other side, and where the browser goes on when the test gets lost
     */
    public BrowserReply.Redirect start(AuthnRequest away, Tester tester, ConnectorId connector, Visitor visitor) {
        RealmName realm = away.realm();
        BrowserBinding.Mark mark = binding.mark(visitor);
        String handle = tokens.next();
        records.put(
                BEGUN,
                handle,
                seal.seal(realm, BEGUN, new Begun(tester, connector, mark.digest())),
                clock.instant().plus(PATIENCE));
        PendingLogin.Choosing choosing = new PendingLogin.Choosing(
                away, mark.digest(), clock.instant(), false, Optional.of(new LinkHandle(handle, Purpose.TEST)));
        tell(realm, connector, tester, visitor, "begun", "");
        return new BrowserReply.Redirect(urls.leave(realm, connector, seal.seal(realm, "", choosing)))
                .with(mark.cookies());
    }

    /**
     * The end of a test, taken once: {@code answer} is only asked for where it is the one that was begun.
     *
     * @param connector from which the browser came back, or to which it could not leave
     */
    BrowserReply ended(
            LoginContext context, ConnectorId connector, Visitor visitor, Supplier<Optional<AuthnOutcome>> answer) {
        RealmName realm = context.realm().name();
        Optional<Begun> begun = context.link()
                .flatMap(handle -> records.take(BEGUN, handle.value()))
                .flatMap(text -> seal.open(realm, BEGUN, Begun.class, text));
        if (begun.isEmpty()) {
            return lost(realm, connector, visitor, "test-used-or-expired");
        }
        if (!begun.get().connector().equals(connector)) {
            return lost(realm, connector, visitor, "test-of-another-connector");
        }
        if (!isStillTheirs(context.realm(), begun.get(), visitor)) {
            return lost(realm, connector, visitor, "test-without-its-session");
        }
        Followed<Optional<AuthnOutcome>> followed = CheckTrail.follow(answer);
        return followed.result()
                .<BrowserReply>map(outcome ->
                        shown(realm, connector, begun.get().tester(), visitor, new Followed<>(outcome, followed.met())))
                .orElseGet(() -> lost(realm, connector, visitor, "test-used-or-expired"));
    }

    /** Name and password, typed on our own page. What guards passwords counts as at any login. */
    public BrowserReply.Redirect password(
            Realm realm,
            Tester tester,
            PasswordConnector connector,
            String username,
            Secret password,
            Visitor visitor) {
        Followed<AuthnOutcome> followed = throttle.mayTry(visitor.address())
                ? CheckTrail.follow(() -> connector.verify(username.strip(), password))
                : new Followed<>(new AuthnOutcome.Rejected(Rejection.THROTTLED, "address-throttled"), List.of());
        if (followed.result() instanceof AuthnOutcome.Rejected(Rejection kind, var reason, var expected, var actual)
                && kind != Rejection.PASSWORD_ENDED) {
            throttle.failed(visitor.address());
        }
        return shown(realm.name(), connector.id(), tester, visitor, followed);
    }

    /** For the session and the browser that made it. */
    public Optional<TestReport> report(Realm realm, String handle, Tester tester, Visitor visitor) {
        return reports.read(realm, handle, tester, visitor);
    }

    /** Rules were tried on claims that were brought along. */
    public void rulesTried(RealmName realm, ConnectorId connector, Tester tester, Visitor visitor) {
        tell(realm, connector, tester, visitor, "rules-tried", "");
    }

    private BrowserReply.Redirect shown(
            RealmName realm, ConnectorId connector, Tester tester, Visitor visitor, Followed<AuthnOutcome> followed) {
        BrowserBinding.Mark mark = binding.mark(visitor);
        String outcome = Failed.of(followed.result()).map(Failed::reason).orElse("authenticated");
        String subject =
                followed.result() instanceof AuthnOutcome.Authenticated(var identity) ? identity.subject() : "";
        tell(realm, connector, tester, visitor, outcome, subject);
        return new BrowserReply.Redirect(
                        urls.tested(realm, reports.keep(realm, connector, tester, mark.digest(), followed)))
                .with(mark.cookies());
    }

    private boolean isStillTheirs(Realm realm, Begun begun, Visitor visitor) {
        return binding.matches(begun.browser(), visitor)
                && sessions.of(realm, visitor).stream()
                        .filter(here ->
                                here.session().id().equals(begun.tester().session()))
                        .filter(here -> here.user().id().equals(begun.tester().user()))
                        .anyMatch(here -> operators.mayTestConnectors(realm, here.user()));
    }

    private void tell(
            RealmName realm, ConnectorId connector, Tester tester, Visitor visitor, String outcome, String subject) {
        audit.record(new AuditEvent.ConnectorTested(
                realm,
                Circumstances.from(visitor.address())
                        .by(connector)
                        .of(tester.user())
                        .in(tester.session()),
                outcome,
                subject));
    }

    private BrowserReply lost(RealmName realm, ConnectorId connector, Visitor visitor, String reason) {
        return errors.page(
                Kind.FLOW_LOST,
                new Refusal(realm, Circumstances.from(visitor.address()).by(connector), "connector-test", reason),
                Optional.empty(),
                Optional.empty());
    }
}
