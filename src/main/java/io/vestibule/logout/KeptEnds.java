package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.OwedNotices.Notice;
import io.vestibule.relyingparty.LogoutParticipant;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The sessions that browsers signed out of a short time ago. The same logout may arrive again, at any node: its reply got lost, its
 * page is loaded again, two tabs ask at once. It is still one logout, of the browser whose session it was.
 */
@ApplicationScoped
class KeptEnds {
    private static final String BEGUN = "logout-begun";
    private static final String ROUND = "logout-through";
    private static final String LEAVING = "logout-leaving";
    private static final String LEFT = "logout-left";

    /** Who began to tell somebody longer ago and is not through is gone. */
    static final Duration LONGEST_TELLING = Duration.ofSeconds(7);

    private static final Duration FOR_THE_REST = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final SealedRounds sealed;
    private final Clock clock;

    KeptEnds(SealedRounds sealed, Clock clock) {
        this.sealed = sealed;
        this.clock = clock;
    }

    /** One that is owed the news. */
    record Part(String protocol, String relyingParty, String memory) {}

    /**
     * A session that ended.
     *
     * @param browser the mark of the one that it was in
     * @param since when the news came up
     */
    record Begun(String browser, String session, String user, Upstream upstream, List<Part> parts, Instant since) {
        SessionRef ref() {
            return new SessionRef(
                    SessionId.parse(session).orElseThrow(), UserId.parse(user).orElseThrow());
        }

        /** Where the browser has to go; not to one that is told from here. */
        List<Upstream> forTheBrowser() {
            return parts.stream().anyMatch(part -> part.protocol().equals(LogoutReport.UPSTREAM))
                    ? List.of()
                    : List.of(upstream);
        }

        List<Notice> notices(RealmName realm) {
            return parts.stream()
                    .map(part -> new Notice(
                            part.protocol(),
                            new LogoutParticipant.Party(
                                    realm, new RelyingPartyId(part.relyingParty()), ref(), part.memory()),
                            since))
                    .toList();
        }
    }

    /** With the end itself, in one transaction: from then on the same logout is known by it. */
    void begin(RealmName realm, Ending.InBrowser browser, SessionRef session, List<Notice> owed) {
        browser.upstreamOf(session).ifPresent(upstream -> {
            List<Part> parts = owed.stream()
                    .map(notice -> new Part(
                            notice.protocol(),
                            notice.relyingParty().value(),
                            notice.party().memory()))
                    .toList();
            Instant since = owed.stream().map(Notice::since).findFirst().orElseGet(clock::instant);
            sealed.put(
                    BEGUN,
                    realm,
                    session.id().toString(),
                    new Begun(
                            browser.mark(),
                            session.id().toString(),
                            session.user().toString(),
                            upstream,
                            parts,
                            since));
        });
    }

    /** Everybody who can be told from here was; what the browser has to do, and what came of it. */
    void keep(RealmName realm, SessionId session, Kept round) {
        sealed.put(ROUND, realm, session.toString(), round);
    }

    /** Of that session, when it was this browser's. */
    Optional<Begun> begun(RealmName realm, SessionId session, String browser) {
        return sealed.peek(BEGUN, realm, session.toString(), Begun.class)
                .filter(begun -> begun.browser().equals(browser));
    }

    /** What is left of it for the browser; whoever tells the parties at this moment has {@code patience} to be through. */
    Optional<Kept> round(RealmName realm, Begun begun, Duration patience) {
        return awaited(() -> sealed.peek(ROUND, realm, begun.session(), Kept.class), patience);
    }

    private static <T> Optional<T> awaited(Supplier<Optional<T>> known, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        Optional<T> found = known.get();
        try {
            while (found.isEmpty() && System.nanoTime() < until) {
                Thread.sleep(LOOK_AGAIN);
                found = known.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return found;
    }

    /** One application of a session that goes on, left in the browser of that mark. */
    record Leaving(String browser, String session, String application) {
        private String key() {
            return session + " " + application;
        }
    }

    private record Begin(String browser, Instant since) {}

    private record Left(Kept round, Instant since) {}

    void beginLeaving(RealmName realm, Leaving leaving) {
        sealed.put(LEAVING, realm, leaving.key(), new Begin(leaving.browser(), clock.instant()));
    }

    /** As {@link #keep}. */
    void keepLeft(RealmName realm, Leaving leaving, Kept round) {
        sealed.put(LEFT, realm, leaving.key(), new Left(round, clock.instant()));
    }

    /** As {@link #round}, of the last time that this browser left it. */
    Optional<Kept> left(RealmName realm, Leaving leaving, Deadline deadline) {
        return sealed.peek(LEAVING, realm, leaving.key(), Begin.class)
                .filter(begin -> begin.browser().equals(leaving.browser()))
                .flatMap(begin -> awaited(
                        () -> sealed.peek(LEFT, realm, leaving.key(), Left.class)
                                .filter(left -> !left.since().isBefore(begin.since())),
                        deadline.sooner(FOR_THE_REST).atMost(stillTelling(begin.since()), Duration.ZERO)))
                .map(Left::round);
    }

    private Duration stillTelling(Instant since) {
        Duration left = Duration.between(clock.instant(), since.plus(LONGEST_TELLING));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
