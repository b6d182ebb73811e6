package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.UpstreamLogout.Way;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.logout.SignedOutView.Through;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last steps of a logout: those whom only the browser can tell are told in frames of one page, side by side, or visited one
 * after the other where their cookies do not come into frames of ours; then the browser goes to the {@linkplain UpstreamVisits
 * upstream} that vouched for the person, and is back for the report. By then everything here is over. Who did not confirm can be
 * asked by the person's click, in a window of its own.
 */
@ApplicationScoped
class BrowserRound {
    private static final Duration FOR_THE_WAY_BACK = Duration.ofMillis(500);
    private static final Duration SHORTEST_VISIT = Duration.ofMillis(500);

    private final KnownParties known;
    private final AskedParties asked;
    private final VisitedParties visited;
    private final UpstreamVisits upstreams;
    private final UpstreamWay way;
    private final KeptRounds rounds;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;

    BrowserRound(
            KnownParties known,
            AskedParties asked,
            VisitedParties visited,
            UpstreamVisits upstreams,
            UpstreamWay way,
            KeptRounds rounds,
            RandomTokens tokens,
            BaseUrl base,
            Clock clock) {
        this.known = known;
        this.asked = asked;
        this.visited = visited;
        this.upstreams = upstreams;
        this.way = way;
        this.rounds = rounds;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** Before the session ends: what will have to be known of the upstream is asked while others are told. */
    void lookAhead(Realm realm, Session session) {
        way.lookAhead(realm, Upstream.of(session));
        visited.lookAhead(realm, session);
    }

    /** Whether the browser goes to who vouched for the person; where it has nothing to go to, that is told from here. */
    boolean goesToUpstream(Realm realm, Session session) {
        return !way.takesNoBrowser(realm, Upstream.of(session));
    }

    /**
     * What is left for the browser, from the end of sessions or of one part in one on.
     *
     * @param vouched the upstreams that are told, too: none where what they vouched for goes on
     */
    Kept prepare(Farewell farewell, LogoutReport told, List<Upstream> vouched) {
        Realm realm = farewell.realm();
        List<String> asks = told.told().stream()
                .filter(LogoutReport.Told::waitsForBrowser)
                .map(one -> asked.keep(realm.name(), Ask.of(farewell.asker().browser(), one)))
                .toList();
        List<String> upstreams = vouched.stream()
                .flatMap(upstream -> way.ask(realm, farewell.asker().browser(), upstream).stream())
                .map(ask -> asked.keep(realm.name(), ask))
                .toList();
        return Kept.of(farewell, asks, List.of(), upstreams, 0);
    }

    /** Begins it, as often as the browser comes for it. */
    BrowserReply resume(Realm realm, Kept kept, Deadline deadline) {
        Farewell farewell = kept.farewell(realm, base.issuer(realm.name()));
        List<String> waiting = kept.asks().stream()
                .filter(id -> !asked.isConfirmed(realm.name(), id))
                .filter(id -> asked.find(realm.name(), id).isPresent()) // and not forgotten
                .toList();
        for (String id : kept.asks()) {
            farewell = waiting.contains(id) ? farewell : with(farewell, id);
        }
        return inFrames(farewell, waiting, kept.upstreams(), deadline);
    }

    /** Those of our own site all at once, with our page around them; the others afterwards. */
    private BrowserReply inFrames(Farewell farewell, List<String> asks, List<String> upstreams, Deadline deadline) {
        RealmName realm = farewell.realm().name();
        List<String> kept = new ArrayList<>();
        List<SignedOutView.Asked> frames = new ArrayList<>();
        Farewell after = farewell.withoutFrames();
        Farewell now = farewell;
        List<String> visits = new ArrayList<>();
        if (farewell.asker().awaited()) {
            for (URI page : farewell.frames()) {
                String id = asked.keepPage(realm, farewell.asker().browser(), page);
                frames.add(new SignedOutView.Asked(framed(farewell, id), page, Through.LOADED));
            }
            now = farewell.withoutFrames();
        }
        for (String id : asks) {
            Ask ask = asked.find(realm, id).orElseThrow();
            if (visited.isVisited(farewell.realm(), ask)) {
                visits.add(id);
                continue;
            }
            Optional<URI> there = tell(farewell.realm(), ask, tokens.next()).flatMap(BrowserRound::destination);
            if (there.isPresent()) {
                kept.add(id);
                frames.add(new SignedOutView.Asked(framed(farewell, id), there.get(), Through.ANSWERED));
                now = now.and(new SignedOutView.Party(ask.name(), Outcome.ASKED));
            } else {
                now = now.and(new SignedOutView.Party(ask.name(), Outcome.UNSUPPORTED));
                after = after.and(new SignedOutView.Party(ask.name(), Outcome.UNSUPPORTED));
            }
        }
        boolean loadsFirst = !visits.isEmpty() && !farewell.frames().isEmpty();
        if (frames.isEmpty() && !loadsFirst) {
            return goOn(now, visits, upstreams, deadline);
        }
        String round = tokens.next();
        rounds.keep(realm, round, kept(after, kept, visits, upstreams, deadline));
        return now.asking(frames, farewell.on(round), deadline);
    }

    private static URI framed(Farewell farewell, String ask) {
        return URI.create(farewell.issuer() + "/logout/tell?framed=yes&ask=" + ask);
    }

    private static Optional<URI> destination(BrowserReply reply) {
        return switch (reply) {
            case BrowserReply.Redirect redirect -> Optional.of(redirect.to());
            case BrowserReply.AutoPost post -> Optional.of(post.to());
            case BrowserReply.Page page -> Optional.empty();
        };
    }

    /** The frames had their time; the same again for who loads the page again. */
    BrowserReply on(Realm realm, Kept kept) {
        Farewell sofar = kept.farewell(realm, base.issuer(realm.name()));
        for (String id : kept.asks()) {
            sofar = with(sofar, id);
        }
        return goOn(sofar, kept.visits(), kept.upstreams(), Deadline.then(kept.until(), clock));
    }

    /** And one that the browser told. */
    private Farewell with(Farewell farewell, String id) {
        return asked.party(farewell.realm().name(), id).map(farewell::and).orElse(farewell);
    }

    /** The browser is back from where a round sent it; loaded again, it says the same. */
    BrowserReply returned(Realm realm, Kept kept, boolean confirmed) {
        Farewell farewell = kept.farewell(realm, base.issuer(realm.name()));
        if (confirmed) {
            asked.confirm(realm.name(), kept.at());
        }
        return goOn(
                asked.party(realm.name(), kept.at())
                        .map(there -> new SignedOutView.Party(there.name(), there.outcome()))
                        .map(farewell::and)
                        .orElse(farewell),
                kept.visits(),
                kept.upstreams(),
                Deadline.then(kept.until(), clock));
    }

    /** To the next who is to be visited, if there is time and anybody is there; the person can go to the others by a click. */
    private BrowserReply goOn(Farewell farewell, List<String> visits, List<String> upstreams, Deadline deadline) {
        VisitedParties.Next next = visited.next(farewell, visits, deadline);
        if (next.visit().isEmpty()) {
            return this.upstreams.goOn(next.farewell(), upstreams, deadline);
        }
        RealmName realm = farewell.realm().name();
        String hop = asked.hop(realm, next.visit().get());
        Kept kept = kept(next.farewell(), next.visit().stream().toList(), next.others(), upstreams, deadline);
        rounds.keepBeforeDeparture(realm, hop, kept);
        return new BrowserReply.Redirect(URI.create(farewell.issuer() + "/logout/visit?round=" + hop));
    }

    /**
     * Leaves for the one that is visited, by a page of ours that goes on when it does not begin to answer. Whoever comes back to
     * that page has been there.
     */
    BrowserReply visit(Realm realm, String hop, Kept kept) {
        Optional<Ask> ask = kept.asks().stream()
                .findFirst()
                .flatMap(id -> asked.find(realm.name(), id))
                .filter(one -> rounds.departs(realm.name(), hop));
        Optional<BrowserReply> way = ask.flatMap(one -> tell(realm, one, hop));
        if (way.isEmpty()) {
            return on(realm, kept);
        }
        Duration left =
                Deadline.then(kept.until(), clock).sooner(FOR_THE_WAY_BACK).left();
        Duration share = left.dividedBy(kept.visits().size() + 1L);
        Duration time = share.compareTo(SHORTEST_VISIT) < 0 ? SHORTEST_VISIT : share;
        URI without = URI.create(base.issuer(realm.name()) + "/logout/on?round=" + hop);
        return VisitView.leaving(
                realm.name(),
                ask.get().name(),
                way.get(),
                without,
                time,
                kept.asker().languages());
    }

    /** How the browser tells one relying party, or the upstream. */
    Optional<BrowserReply> tell(Realm realm, Ask ask, String hop) {
        if (ask.protocol().equals(AskedParties.UPSTREAM)) {
            return way.known(realm, RecordText.read(ask.memory(), Upstream.class), hop)
                    .map(found -> switch (found) {
                        case Way.Open(BrowserReply by) -> by;
                        case Way.Unknown silent ->
                            said(realm, new SignedOutView.Party(ask.name(), Outcome.UNREACHABLE));
                        case Way.None none -> said(realm, new SignedOutView.Party(ask.name(), Outcome.UNSUPPORTED));
                    });
        }
        if (ask.protocol().equals(AskedParties.FRAME)) {
            return Optional.of(new BrowserReply.Redirect(URI.create(ask.memory())));
        }
        return known.participant(ask.protocol())
                .flatMap(participant -> participant.byBrowser(ask.party(realm.name()), hop));
    }

    private BrowserReply said(Realm realm, SignedOutView.Party party) {
        return new BrowserReply.Page(200, new ToldView(Optional.of(realm.name()), party, base.issuer(realm.name())));
    }

    private Kept kept(
            Farewell farewell, List<String> asks, List<String> visits, List<String> upstreams, Deadline deadline) {
        return Kept.of(farewell, asks, visits, upstreams, deadline.at(clock));
    }
}
