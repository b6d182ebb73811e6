package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.UpstreamLogout.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.logout.SignedOutView.Through;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
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
 * after the other where their cookies do not come into frames of ours; then the browser goes to the upstream that vouched for the
 * person, and is back for the report. By then everything here is over. Who did not confirm can be asked by the person's click, in a
 * window of its own.
 */
@ApplicationScoped
class BrowserRound {
    private static final Duration FOR_THE_WAY_BACK = Duration.ofMillis(500);
    private static final Duration SHORTEST_VISIT = Duration.ofMillis(500);

    private final KnownParties known;
    private final LiveReport report;
    private final AskedParties asked;
    private final VisitedParties visited;
    private final UpstreamWay way;
    private final KeptRounds rounds;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;

    BrowserRound(
            KnownParties known,
            LiveReport report,
            AskedParties asked,
            VisitedParties visited,
            UpstreamWay way,
            KeptRounds rounds,
            RandomTokens tokens,
            BaseUrl base,
            Clock clock) {
        this.known = known;
        this.report = report;
        this.asked = asked;
        this.visited = visited;
        this.way = way;
        this.rounds = rounds;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** Before the session ends: what will have to be known of the upstream is asked while others are told. */
    void lookAhead(Realm realm, Session session) {
        way.lookAhead(realm, upstream(session));
        visited.lookAhead(realm, session);
    }

    private static Upstream upstream(Session session) {
        return new Upstream(
                session.connector().value(),
                session.upstream().id(),
                session.upstream().logoutHint().map(Secret::reveal));
    }

    /**
     * From the end of sessions of this browser, or of one part in one, on.
     *
     * @param vouched the session whose upstream is told, too; none when it knows, or what it vouched for goes on
     */
    BrowserReply begin(Farewell farewell, LogoutReport told, Optional<Session> vouched, Deadline deadline) {
        List<Ask> asks = told.told().stream()
                .filter(LogoutReport.Told::waitsForBrowser)
                .map(one -> new Ask(
                        farewell.browser(),
                        one.name(),
                        one.protocol(),
                        one.relyingParty().value(),
                        one.party().session().id().toString(),
                        one.party().session().user().toString(),
                        one.party().memory()))
                .toList();
        return inFrames(farewell, asks, vouched.map(BrowserRound::upstream), deadline);
    }

    /** Those of our own site all at once, with our page around them; the others afterwards. */
    private BrowserReply inFrames(Farewell farewell, List<Ask> asks, Optional<Upstream> upstream, Deadline deadline) {
        RealmName realm = farewell.realm().name();
        List<String> kept = new ArrayList<>();
        List<SignedOutView.Asked> frames = new ArrayList<>();
        Farewell after = farewell.withoutFrames();
        Farewell now = farewell;
        List<String> visits = new ArrayList<>();
        if (farewell.awaited()) {
            for (URI page : farewell.frames()) {
                String id = asked.keepPage(realm, farewell.browser(), page);
                frames.add(new SignedOutView.Asked(framed(farewell, id), page, Through.LOADED));
            }
            now = farewell.withoutFrames();
        }
        for (Ask ask : asks) {
            if (visited.isVisited(farewell.realm(), ask)) {
                visits.add(asked.keep(realm, ask));
                continue;
            }
            Optional<URI> there = tell(farewell.realm(), ask, tokens.next()).flatMap(BrowserRound::destination);
            if (there.isPresent()) {
                String id = asked.keep(realm, ask);
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
            return goOn(now, visits, upstream, deadline);
        }
        String round = tokens.next();
        rounds.keep(realm, round, kept(after, kept, visits, upstream, deadline));
        return now.asking(frames, on(farewell, round), deadline);
    }

    private static URI on(Farewell farewell, String round) {
        return URI.create(farewell.issuer() + "/logout/on?round=" + round);
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
        Farewell sofar = farewell(realm, kept);
        for (String id : kept.asks()) {
            sofar = asked.find(realm.name(), id)
                    .map(ask -> party(realm, id, ask))
                    .map(sofar::and)
                    .orElse(sofar);
        }
        return goOn(sofar, kept.visits(), kept.upstream(), Deadline.then(kept.until(), clock));
    }

    private SignedOutView.Party party(Realm realm, String id, Ask ask) {
        return asked.isConfirmed(realm.name(), id)
                ? new SignedOutView.Party(ask.name(), Outcome.SIGNED_OUT)
                : new SignedOutView.Party(ask.name(), Outcome.UNCONFIRMED, Optional.empty(), Optional.of(id));
    }

    /** The browser is back, once, from where {@code hop} sent it; empty when nothing is known of it any more. */
    Optional<BrowserReply> returned(Realm realm, String hop, boolean confirmed) {
        return rounds.take(realm.name(), hop)
                .map(kept -> goOn(
                        farewell(realm, kept)
                                .and(new SignedOutView.Party(
                                        kept.at(), confirmed ? Outcome.SIGNED_OUT : Outcome.UNCONFIRMED)),
                        kept.visits(),
                        kept.upstream(),
                        Deadline.then(kept.until(), clock)));
    }

    /** To the next who is to be visited, if there is time and anybody is there; the person can go to the others by a click. */
    private BrowserReply goOn(Farewell farewell, List<String> visits, Optional<Upstream> upstream, Deadline deadline) {
        VisitedParties.Next next = visited.next(farewell, visits, deadline);
        if (next.visit().isEmpty()) {
            return goOn(next.farewell(), upstream, deadline);
        }
        RealmName realm = farewell.realm().name();
        String hop = asked.hop(realm, next.visit().get());
        Kept kept = kept(next.farewell(), next.visit().stream().toList(), next.others(), upstream, deadline);
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
        return VisitView.leaving(realm.name(), ask.get().name(), way.get(), without, time, kept.languages());
    }

    private BrowserReply goOn(Farewell farewell, Optional<Upstream> upstream, Deadline deadline) {
        String hop = tokens.next();
        return upstream.flatMap(there -> way.open(farewell.realm(), there, hop, deadline)
                        .map(found -> switch (found) {
                            case Way.Open(BrowserReply by) -> leave(hop, farewell, there, by, deadline);
                            case Way.Unknown silent -> report.of(farewell.and(unreachable(farewell, there)));
                            case Way.None none ->
                                report.of(farewell.and(
                                        new SignedOutView.Party(name(farewell.realm(), there), Outcome.UNSUPPORTED)));
                        }))
                .orElseGet(() -> report.of(farewell));
    }

    /** Nobody is sent where nobody answers; the person can go there by a click, in a window of its own. */
    private SignedOutView.Party unreachable(Farewell farewell, Upstream there) {
        String name = name(farewell.realm(), there);
        Ask ask = new Ask(
                farewell.browser(), name, AskedParties.UPSTREAM, there.connector(), "", "", RecordText.write(there));
        return new SignedOutView.Party(
                name,
                Outcome.UNREACHABLE,
                Optional.empty(),
                Optional.of(asked.keep(farewell.realm().name(), ask)));
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

    /** Frames are loaded before the browser leaves, once: before a form that leaves by itself, on a page of their own. */
    private BrowserReply leave(
            String hop, Farewell farewell, Upstream there, BrowserReply departure, Deadline deadline) {
        if (departure instanceof BrowserReply.AutoPost && !farewell.frames().isEmpty()) {
            String round = tokens.next();
            Kept kept = kept(farewell.withoutFrames(), List.of(), List.of(), Optional.of(there), deadline);
            rounds.keep(farewell.realm().name(), round, kept);
            return farewell.asking(List.of(), on(farewell, round), deadline);
        }
        BrowserReply reply = farewell.framesBefore(departure, deadline);
        Farewell after = reply instanceof BrowserReply.Page ? farewell.withoutFrames() : farewell;
        Kept kept = kept(after, List.of(), List.of(), Optional.empty(), deadline);
        rounds.keep(farewell.realm().name(), hop, kept.at(name(farewell.realm(), there)));
        return reply;
    }

    private Kept kept(
            Farewell farewell, List<String> asks, List<String> visits, Optional<Upstream> upstream, Deadline deadline) {
        return Kept.of(farewell, asks, visits, upstream, deadline.at(clock));
    }

    private Farewell farewell(Realm realm, Kept kept) {
        return kept.farewell(realm, base.issuer(realm.name()));
    }

    private static String name(Realm realm, Upstream upstream) {
        return realm.connector(new ConnectorId(upstream.connector()))
                .map(ConnectorDeclaration::displayName)
                .orElse(upstream.connector());
    }
}
