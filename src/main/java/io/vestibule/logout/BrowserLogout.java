package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.KeptEnds.Begun;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.LogoutReport.Told;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Ends sessions of the browser that asks for it. Of several requests for the same logout one ends them and tells the parties; the
 * others hear what came of that and begin the same round, for nobody knows which of the replies the browser shows.
 */
@ApplicationScoped
class BrowserLogout {
    private final EndedUnseen unseen;
    private final LogoutPropagation propagation;
    private final BrowserRound round;
    private final KeptEnds ends;
    private final BaseUrl base;
    private final Clock clock;

    BrowserLogout(
            EndedUnseen unseen,
            LogoutPropagation propagation,
            BrowserRound round,
            KeptEnds ends,
            BaseUrl base,
            Clock clock) {
        this.unseen = unseen;
        this.propagation = propagation;
        this.round = round;
        this.ends = ends;
        this.base = base;
        this.clock = clock;
    }

    /** Ends sessions elsewhere, too: one wait for all, and one report. */
    BrowserReply end(
            Realm realm, LogoutRequest request, Ending.InBrowser browser, List<Session> elsewhere, Ending how) {
        List<Session> own = browser.own();
        own.forEach(session -> round.lookAhead(realm, session));
        List<Session> going = own.stream()
                .filter(session -> round.goesToUpstream(realm, session))
                .toList();
        Map<SessionRef, LogoutReport> reports = unseen.end(
                realm,
                Stream.concat(own.stream(), elsewhere.stream()).toList(),
                going.stream().map(Session::ref).toList(),
                how.in(browser));
        List<Session> ended = new ArrayList<>();
        List<Session> lost = new ArrayList<>();
        List<Told> told = new ArrayList<>();
        for (Session session : own) {
            LogoutReport report = Objects.requireNonNull(reports.remove(session.ref()));
            if (report.whole()) {
                ended.add(session);
                told.addAll(report.told());
            } else {
                lost.add(session);
            }
        }
        Wish wish = new Wish(realm, request, browser.mark(), how.deadline());
        Kept all = kept(
                wish,
                new LogoutReport(told),
                ended.stream().filter(going::contains).map(Upstream::of).toList(),
                reports.values());
        ended.forEach(session -> ends.keep(realm.name(), session.id(), all));
        return round.resume(
                realm,
                lost.stream().map(session -> endedByAnother(wish, session)).reduce(all, Kept::with),
                how.deadline());
    }

    /** The same logout once more; nothing, when this browser did not end that session a short time ago, or its person is back. */
    Optional<BrowserReply> again(
            Realm realm,
            LogoutRequest request,
            SessionId session,
            String browser,
            Predicate<Begun> isBack,
            Collection<LogoutReport> elsewhere) {
        Wish wish = new Wish(realm, request, browser, Deadline.fromNow());
        return ends.begun(realm.name(), session, browser)
                .filter(isBack.negate())
                .map(begun -> heard(wish, begun).with(kept(wish, new LogoutReport(List.of()), List.of(), elsewhere)))
                .map(kept -> round.resume(realm, kept, wish.deadline()));
    }

    private record Wish(Realm realm, LogoutRequest request, String browser, Deadline deadline) {}

    private Kept kept(Wish wish, LogoutReport told, List<Upstream> upstreams, Collection<LogoutReport> elsewhere) {
        Farewell farewell = Farewell.to(
                Asker.of(wish.browser(), wish.request()),
                wish.realm(),
                base.issuer(wish.realm().name()));
        return round.prepare(farewell.after(told).besides(elsewhere), told, upstreams);
    }

    /** At this moment, by this browser or from elsewhere. */
    private Kept endedByAnother(Wish wish, Session session) {
        return ends.begun(wish.realm().name(), session.id(), wish.browser())
                .map(begun -> heard(wish, begun))
                .orElseGet(() -> asFarAsKnown(
                        wish,
                        session.ref(),
                        Stream.of(session)
                                .filter(one -> round.goesToUpstream(wish.realm(), one))
                                .map(Upstream::of)
                                .toList()));
    }

    private Kept heard(Wish wish, Begun begun) {
        Duration left = Duration.between(clock.instant(), begun.since().plus(KeptEnds.LONGEST_TELLING));
        boolean under = left.isPositive();
        Duration patience = left.compareTo(wish.deadline().left()) < 0
                ? left
                : wish.deadline().left();
        return ends.round(wish.realm().name(), begun, patience)
                .map(round -> round.askedBy(round.asker().wishing(wish.request())))
                .orElseGet(
                        () -> under ? asFarAsKnown(wish, begun.ref(), begun.forTheBrowser()) : toldAgain(wish, begun));
    }

    /** Who still has to be told did not confirm, and nobody says that these are all. */
    private Kept asFarAsKnown(Wish wish, SessionRef session, List<Upstream> upstreams) {
        LogoutReport owed = propagation.stillOwed(session);
        Kept kept = kept(wish, owed, upstreams, List.of());
        return kept.askedBy(kept.asker().partial());
    }

    /** The node that ended it was gone before it was through. */
    private Kept toldAgain(Wish wish, Begun begun) {
        LogoutReport told = propagation.tellAgain(begun.notices(wish.realm().name()), wish.deadline());
        Kept kept = kept(wish, told, begun.forTheBrowser(), List.of());
        ends.keep(wish.realm().name(), begun.ref().id(), kept);
        return kept;
    }
}
