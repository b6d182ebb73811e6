package io.vestibule.login;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.audit.Refusal;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.FirstVisits;
import io.vestibule.directory.User;
import io.vestibule.identity.AddressBlock;
import io.vestibule.mail.Letter;
import io.vestibule.mail.MailPolicy;
import io.vestibule.mail.Post;
import io.vestibule.mail.Wording;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells people by letter that somebody signed in as them in a browser that does not know them. Whoever signs in does not wait
 * for it: everything but looking at a cookie happens on the letter's way.
 */
@ApplicationScoped
class StrangeBrowsers {
    private static final String STEP = "new-device-letter";
    private static final String LETTERS = "new-device-letter";
    private static final String ALIKE = "new-device-alike";
    private static final int MOST_IN_A_DAY = 5;
    private static final Duration ALIKE_FOR = Duration.ofDays(7);

    private final FirstVisits visits;
    private final ExpiringRecords records;
    private final LoginUrls urls;
    private final Post post;
    private final Wording wording;
    private final AuditLog audit;
    private final Clock clock;

    StrangeBrowsers(
            FirstVisits visits,
            ExpiringRecords records,
            LoginUrls urls,
            Post post,
            Wording wording,
            AuditLog audit,
            Clock clock) {
        this.visits = visits;
        this.records = records;
        this.urls = urls;
        this.post = post;
        this.wording = wording;
        this.audit = audit;
        this.clock = clock;
    }

    void signedIn(Realm realm, User user, Session session, Visitor visitor) {
        boolean tells =
                MailPolicy.of(realm).filter(MailPolicy::tellsOfNewDevices).isPresent();
        Instant at = clock.instant();
        if (tells && !post.post(realm, Post.Worth.NEWS, () -> letter(realm, user, session, visitor, at))) {
            refused(realm, user, session, visitor, "letters-not-taken");
        }
    }

    private Optional<Letter> letter(Realm realm, User user, Session session, Visitor visitor, Instant at) {
        if (visits.isFirst(user.id())) {
            return Optional.empty(); // every browser is new to somebody who is new
        }
        Optional<String> address = user.email().filter(proven -> user.emailVerified() && MailPolicy.isAddress(proven));
        if (address.isEmpty() || wasToldOfOneAlike(user, visitor)) {
            return Optional.empty();
        }
        if (!mayWrite(user)) {
            refused(realm, user, session, visitor, "account-throttled");
            return Optional.empty();
        }
        records.put(ALIKE, alike(user, visitor), "told", clock.instant().plus(ALIKE_FOR));
        audit.record(new AuditEvent.UserChanged(realm.name(), about(user, session, visitor), "new-device-told"));
        return Optional.of(wording.write(
                realm,
                Addressees.of(user, address.get(), List.of()),
                new Wording.About.NewDevice(
                        at,
                        visitor.userAgent(),
                        AddressBlock.whereabouts(visitor.address()),
                        urls.accountSessions(realm.name()))));
    }

    /** A browser that forgets everything whenever it is closed is new each time; who gets used to such letters reads none. */
    private boolean wasToldOfOneAlike(User user, Visitor visitor) {
        return records.peek(ALIKE, alike(user, visitor)).isPresent();
    }

    private static String alike(User user, Visitor visitor) {
        return user.realm() + " " + user.id() + " " + AddressBlock.network(visitor.address()) + " "
                + visitor.userAgent();
    }

    private boolean mayWrite(User user) {
        Instant tomorrow = clock.instant().plus(Duration.ofDays(1));
        return IntStream.range(0, MOST_IN_A_DAY)
                .anyMatch(n -> records.firstUse(LETTERS, user.realm() + " " + user.id() + " " + n, tomorrow));
    }

    private void refused(Realm realm, User user, Session session, Visitor visitor, String reason) {
        audit.refuse(new Refusal(realm.name(), about(user, session, visitor), STEP, reason));
    }

    private static Circumstances about(User user, Session session, Visitor visitor) {
        return Circumstances.from(visitor.address())
                .by(session.connector())
                .of(user.id())
                .in(session.id());
    }
}
