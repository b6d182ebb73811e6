package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.UpstreamLogout.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import io.vestibule.logout.AskedParties.Ask;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.records.RandomTokens;
import io.vestibule.records.RecordText;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last steps of a logout: those whom only the browser can tell are told in frames of one page, side by side; then the
 * browser goes to the upstream that vouched for the person, and is back for the report. By then everything here is over. No
 * relying party gets the browser itself: one that is slow, or never sends it back, holds nobody. Who did not confirm in its frame
 * can be asked by the person's click, in a window of its own.
 */
@ApplicationScoped
class BrowserRound {
    private final KnownParties known;
    private final LiveReport report;
    private final AskedParties asked;
    private final UpstreamWay way;
    private final KeptRounds rounds;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;

    BrowserRound(
            KnownParties known,
            LiveReport report,
            AskedParties asked,
            UpstreamWay way,
            KeptRounds rounds,
            RandomTokens tokens,
            BaseUrl base,
            Clock clock) {
        this.known = known;
        this.report = report;
        this.asked = asked;
        this.way = way;
        this.rounds = rounds;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** Before the session ends: what will have to be known of the upstream is asked while others are told. */
    void lookAhead(Realm realm, Session session) {
        way.lookAhead(realm, upstream(session));
    }

    private static Upstream upstream(Session session) {
        return new Upstream(
                session.connector().value(),
                session.upstream().id(),
                session.upstream().logoutHint().map(Secret::reveal));
    }

    /** From the end of the session, or of one part in it, on. */
    BrowserReply begin(Farewell farewell, LogoutReport told, Session session, Deadline deadline) {
        List<Ask> asks = told.told().stream()
                .filter(LogoutReport.Told::waitsForBrowser)
                .map(one -> new Ask(
                        farewell.browser(),
                        one.name(),
                        one.protocol(),
                        one.relyingParty().value(),
                        session.id().toString(),
                        session.user().toString(),
                        one.party().memory()))
                .toList();
        Optional<Upstream> upstream = farewell.only().isPresent() // what it vouched for goes on
                ? Optional.empty()
                : Optional.of(upstream(session));
        return asks.isEmpty() ? goOn(farewell, upstream, deadline) : inFrames(farewell, asks, upstream, deadline);
    }

    /** All at once, with our page around them. */
    private BrowserReply inFrames(Farewell farewell, List<Ask> asks, Optional<Upstream> upstream, Deadline deadline) {
        RealmName realm = farewell.realm().name();
        List<String> kept = new ArrayList<>();
        List<SignedOutView.Asked> frames = new ArrayList<>();
        Farewell after = farewell.withoutFrames();
        Farewell now = farewell;
        for (Ask ask : asks) {
            Optional<URI> there = tell(farewell.realm(), ask, tokens.next()).flatMap(BrowserRound::destination);
            if (there.isPresent()) {
                String id = asked.keep(realm, ask);
                kept.add(id);
                frames.add(new SignedOutView.Asked(
                        URI.create(farewell.issuer() + "/logout/tell?framed=yes&ask=" + id), there.get()));
                now = now.and(new SignedOutView.Party(ask.name(), Outcome.ASKED));
            } else {
                now = now.and(new SignedOutView.Party(ask.name(), Outcome.UNSUPPORTED));
                after = after.and(new SignedOutView.Party(ask.name(), Outcome.UNSUPPORTED));
            }
        }
        if (frames.isEmpty()) {
            return goOn(now, upstream, deadline);
        }
        String round = tokens.next();
        rounds.keep(realm, round, kept(after, kept, upstream, "", deadline));
        return now.asking(frames, on(farewell, round), deadline);
    }

    private static URI on(Farewell farewell, String round) {
        return URI.create(farewell.issuer() + "/logout/on?round=" + round);
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
        return goOn(sofar, kept.upstream(), Deadline.then(kept.until(), clock));
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
                        kept.upstream(),
                        Deadline.then(kept.until(), clock)));
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
        Optional<SessionId> session = SessionId.parse(ask.session());
        Optional<UserId> user = UserId.parse(ask.user());
        return known.participant(ask.protocol())
                .flatMap(participant -> participant.byBrowser(
                        new LogoutParticipant.Party(
                                realm.name(),
                                new RelyingPartyId(ask.relyingParty()),
                                new SessionRef(session.orElseThrow(), user.orElseThrow()),
                                ask.memory()),
                        hop));
    }

    private BrowserReply said(Realm realm, SignedOutView.Party party) {
        return new BrowserReply.Page(200, new ToldView(Optional.of(realm.name()), party, base.issuer(realm.name())));
    }

    /** Frames are loaded before the browser leaves, once: before a form that leaves by itself, on a page of their own. */
    private BrowserReply leave(
            String hop, Farewell farewell, Upstream there, BrowserReply departure, Deadline deadline) {
        if (departure instanceof BrowserReply.AutoPost && !farewell.frames().isEmpty()) {
            String round = tokens.next();
            Kept kept = kept(farewell.withoutFrames(), List.of(), Optional.of(there), "", deadline);
            rounds.keep(farewell.realm().name(), round, kept);
            return farewell.asking(List.of(), on(farewell, round), deadline);
        }
        BrowserReply reply = farewell.framesBefore(departure, deadline);
        boolean shown = reply instanceof BrowserReply.Page;
        rounds.keep(
                farewell.realm().name(),
                hop,
                kept(
                        shown ? farewell.withoutFrames() : farewell,
                        List.of(),
                        Optional.empty(),
                        name(farewell.realm(), there),
                        deadline));
        return reply;
    }

    private Kept kept(Farewell farewell, List<String> asks, Optional<Upstream> upstream, String at, Deadline deadline) {
        return new Kept(
                farewell.browser(),
                farewell.relyingParty().map(RelyingPartyId::value),
                farewell.returnTo().map(URI::toString),
                farewell.returnWhenPartial().map(URI::toString),
                farewell.parties(),
                farewell.frames().stream().map(URI::toString).toList(),
                asks,
                upstream,
                at,
                farewell.languages(),
                farewell.only(),
                deadline.at(clock));
    }

    private Farewell farewell(Realm realm, Kept kept) {
        return new Farewell(
                realm,
                base.issuer(realm.name()),
                kept.browser(),
                kept.relyingParty().map(RelyingPartyId::new),
                kept.returnTo().map(URI::create),
                kept.returnWhenPartial().map(URI::create),
                kept.parties(),
                kept.frames().stream().map(URI::create).toList(),
                kept.languages(),
                kept.only());
    }

    private static String name(Realm realm, Upstream upstream) {
        return realm.connector(new ConnectorId(upstream.connector()))
                .map(ConnectorDeclaration::displayName)
                .orElse(upstream.connector());
    }
}
