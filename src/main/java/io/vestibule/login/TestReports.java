package io.vestibule.login;

import io.vestibule.browser.Visitor;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.CheckTrail;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.login.ConnectorTests.Tester;
import io.vestibule.login.TestReport.Failed;
import io.vestibule.login.TestReport.Verdict;
import io.vestibule.login.TestReport.Vouched;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of tests, sealed, for a few minutes, for the session and the browser that made them. Only what was vouched for is
 * kept: what a login would make of it is asked anew whenever it is shown, so that changed rules can be tried on it.
 */
@ApplicationScoped
class TestReports {
    private static final Duration KEPT_FOR = Duration.ofMinutes(15);
    private static final String KIND = "connector-test-report";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final BrowserBinding binding;
    private final Foresight foresight;
    private final Clock clock;

    TestReports(
            ExpiringRecords records,
            RandomTokens tokens,
            FlowSeal seal,
            BrowserBinding binding,
            Foresight foresight,
            Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.binding = binding;
        this.foresight = foresight;
        this.clock = clock;
    }

    /** Neither tokens nor hints for a logout: with those somebody could go on as whoever it was. */
    record Kept(
            ConnectorId connector,
            SessionId session,
            UserId user,
            String browser,
            Verdict verdict,
            List<CheckTrail.Met> passed,
            Optional<Failed> failed,
            Optional<Identity> identity) {
        record Identity(String subject, Map<String, List<String>> claims, AuthnContext context) {}
    }

    /** @return the name under which it can be read */
    String keep(
            RealmName realm,
            ConnectorId connector,
            Tester tester,
            String browser,
            CheckTrail.Followed<AuthnOutcome> followed) {
        AuthnOutcome outcome = followed.result();
        Optional<Kept.Identity> identity = outcome instanceof AuthnOutcome.Authenticated(UpstreamIdentity who)
                ? Optional.of(new Kept.Identity(who.subject(), who.claims().values(), who.context()))
                : Optional.empty();
        Kept kept = new Kept(
                connector,
                tester.session(),
                tester.user(),
                browser,
                Verdict.of(outcome),
                followed.met(),
                Failed.of(outcome),
                identity);
        String handle = tokens.next();
        records.put(KIND, handle, seal.seal(realm, KIND, kept), clock.instant().plus(KEPT_FOR));
        return handle;
    }

    Optional<TestReport> read(Realm realm, String handle, Tester tester, Visitor visitor) {
        return records.peek(KIND, handle)
                .flatMap(text -> seal.open(realm.name(), KIND, Kept.class, text))
                .filter(kept -> kept.session().equals(tester.session()))
                .filter(kept -> kept.user().equals(tester.user()))
                .filter(kept -> binding.matches(kept.browser(), visitor))
                .map(kept -> report(realm, kept));
    }

    private TestReport report(Realm realm, Kept kept) {
        Optional<UpstreamIdentity> identity = kept.identity()
                .map(one -> new UpstreamIdentity(
                        kept.connector(),
                        one.subject(),
                        new Claims(one.claims()),
                        one.context(),
                        UpstreamSession.none()));
        return new TestReport(
                kept.connector(),
                kept.verdict(),
                kept.passed(),
                kept.failed(),
                identity.map(Vouched::of),
                identity.map(who -> foresight.of(realm, who)));
    }
}
