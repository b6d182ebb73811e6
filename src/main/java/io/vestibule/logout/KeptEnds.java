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

/**
 * The sessions that browsers signed out of a short time ago. The same logout may arrive again, at any node: its reply got lost, its
 * page is loaded again, two tabs ask at once. It is still one logout, of the browser whose session it was.
 */
@ApplicationScoped
class KeptEnds {
    private static final String BEGUN = "logout-begun";
    private static final String ROUND = "logout-ended";
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
        long until = System.nanoTime() + patience.toNanos();
        Optional<Kept> round = sealed.peek(ROUND, realm, begun.session(), Kept.class);
        try {
            while (round.isEmpty() && System.nanoTime() < until) {
                Thread.sleep(LOOK_AGAIN);
                round = sealed.peek(ROUND, realm, begun.session(), Kept.class);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return round;
    }
}
