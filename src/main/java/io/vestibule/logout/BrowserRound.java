package io.vestibule.logout;

import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.logout.KeptRounds.Kept;
import io.vestibule.logout.KeptRounds.Sent;
import io.vestibule.logout.KeptRounds.Stop;
import io.vestibule.logout.KeptRounds.Upstream;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last steps of a logout: the browser goes to those whom only it can tell, relying parties one after the other, then to
 * the upstream that vouched for the person, and is back for the report. By then everything here is over: who never sends the
 * browser back keeps nothing alive. Where there are several, all are told at once in frames first, and who did not answer there is
 * visited last, so that nobody who keeps the browser keeps the news from the others.
 */
@ApplicationScoped
class BrowserRound {
    private final LogoutPropagation propagation;
    private final LiveReport report;
    private final FramedStops framed;
    private final Connectors connectors;
    private final KeptRounds rounds;
    private final RandomTokens tokens;
    private final BaseUrl base;

    BrowserRound(
            LogoutPropagation propagation,
            LiveReport report,
            FramedStops framed,
            Connectors connectors,
            KeptRounds rounds,
            RandomTokens tokens,
            BaseUrl base) {
        this.propagation = propagation;
        this.report = report;
        this.framed = framed;
        this.connectors = connectors;
        this.rounds = rounds;
        this.tokens = tokens;
        this.base = base;
    }

    /** Where the browser goes next, who is there, and what is left afterwards. */
    private record Leg(
            String at,
            BrowserReply reply,
            Farewell farewell,
            List<Stop> stops,
            Optional<Upstream> upstream,
            List<Stop> last) {}

    /** From the end of the session on. */
    BrowserReply begin(Farewell farewell, LogoutReport told, Session session) {
        List<Stop> stops = told.told().stream()
                .filter(LogoutReport.Told::waitsForBrowser)
                .map(one -> new Stop(
                        one.protocol(),
                        one.relyingParty().value(),
                        session.id().toString(),
                        session.user().toString(),
                        one.party().memory()))
                .toList();
        Upstream upstream = new Upstream(
                session.connector().value(),
                session.upstream().id(),
                session.upstream().logoutHint().map(Secret::reveal));
        boolean leaves = connectors
                .find(farewell.realm().name(), session.connector())
                .flatMap(Connector::upstreamLogout)
                .isPresent();
        return stops.size() + (leaves ? 1 : 0) < 2
                ? goOn(farewell, stops, Optional.of(upstream), List.of())
                : inFrames(farewell, stops, upstream);
    }

    /** All that can be told by an address at once, with our page around them; forms cannot be seen in a frame and wait. */
    private BrowserReply inFrames(Farewell farewell, List<Stop> stops, Upstream upstream) {
        RealmName realm = farewell.realm().name();
        List<URI> frames = new ArrayList<>(farewell.frames());
        List<Sent> sent = new ArrayList<>();
        List<Stop> others = new ArrayList<>();
        for (Stop stop : stops) {
            String hop = tokens.next();
            if (way(farewell.realm(), stop, hop).orElse(null) instanceof BrowserReply.Redirect redirect) {
                framed.sent(realm, hop);
                frames.add(redirect.to());
                sent.add(new Sent(stop, hop));
            } else {
                others.add(stop);
            }
        }
        if (sent.isEmpty()) {
            return goOn(farewell, others, Optional.of(upstream), List.of());
        }
        String round = tokens.next();
        Leg leg = new Leg(
                "", new BrowserReply.Redirect(farewell.issuer()), farewell, others, Optional.of(upstream), List.of());
        rounds.keep(realm, round, kept(farewell.withoutFrames(), leg, sent));
        return farewell.inFrames(frames, URI.create(farewell.issuer() + "/logout/on?round=" + round));
    }

    /** The frames had their time. */
    Optional<BrowserReply> on(Realm realm, String round) {
        return rounds.take(realm.name(), round).map(kept -> {
            Farewell sofar = farewell(realm, kept);
            List<Stop> last = new ArrayList<>();
            for (Sent sent : kept.sent()) {
                Optional<Boolean> answer = framed.answer(realm.name(), sent.hop());
                if (answer.isEmpty()) {
                    last.add(sent.stop());
                } else {
                    sofar = sofar.and(new SignedOutView.Party(name(realm, sent.stop()), outcome(answer.get())));
                }
            }
            return goOn(sofar, kept.stops(), kept.upstream(), last);
        });
    }

    private static Outcome outcome(boolean confirmed) {
        return confirmed ? Outcome.SIGNED_OUT : Outcome.UNCONFIRMED;
    }

    /** The browser is back, once; empty when nothing is known of it any more, or it was but a frame. */
    Optional<BrowserReply> returned(Realm realm, String hop, boolean confirmed) {
        if (framed.answered(realm.name(), hop, confirmed)) {
            return Optional.empty();
        }
        return rounds.take(realm.name(), hop)
                .map(kept -> goOn(
                        farewell(realm, kept).and(new SignedOutView.Party(kept.at(), outcome(confirmed))),
                        kept.stops(),
                        kept.upstream(),
                        kept.last()));
    }

    private BrowserReply goOn(Farewell farewell, List<Stop> stops, Optional<Upstream> upstream, List<Stop> last) {
        String hop = tokens.next();
        Farewell sofar = farewell;
        for (int i = 0; i < stops.size(); i++) {
            Stop stop = stops.get(i);
            Optional<BrowserReply> way = way(sofar.realm(), stop, hop);
            if (way.isPresent()) {
                return leave(
                        hop,
                        new Leg(
                                name(sofar.realm(), stop),
                                way.get(),
                                sofar,
                                stops.subList(i + 1, stops.size()),
                                upstream,
                                last));
            }
            sofar = sofar.and(new SignedOutView.Party(name(sofar.realm(), stop), Outcome.UNSUPPORTED));
        }
        Farewell done = sofar;
        return upstream.flatMap(there -> way(done, there, hop)
                        .map(reply -> leave(
                                hop,
                                new Leg(name(done.realm(), there), reply, done, List.of(), Optional.empty(), last))))
                .orElseGet(() -> last.isEmpty() ? report.of(done) : goOn(done, last, Optional.empty(), List.of()));
    }

    private Optional<BrowserReply> way(Realm realm, Stop stop, String hop) {
        Optional<SessionId> session = SessionId.parse(stop.session());
        Optional<UserId> user = UserId.parse(stop.user());
        return propagation
                .participant(stop.protocol())
                .flatMap(participant -> participant.byBrowser(
                        new LogoutParticipant.Party(
                                realm.name(),
                                new RelyingPartyId(stop.relyingParty()),
                                new SessionRef(session.orElseThrow(), user.orElseThrow()),
                                stop.memory()),
                        hop));
    }

    /** The way to the upstream, when its connector says so and it has one. */
    private Optional<BrowserReply> way(Farewell farewell, Upstream upstream, String hop) {
        UpstreamSession session =
                new UpstreamSession(upstream.session(), upstream.logoutHint().map(Secret::new));
        return connectors
                .find(farewell.realm().name(), new ConnectorId(upstream.connector()))
                .flatMap(Connector::upstreamLogout)
                .flatMap(there -> there.depart(session, URI.create(farewell.issuer() + "/logout/returned"), hop));
    }

    /** Frames are loaded before the browser leaves by an address, once; a form waits for nothing. */
    private BrowserReply leave(String hop, Leg leg) {
        BrowserReply reply = leg.farewell().framesBefore(leg.reply());
        boolean shown = reply instanceof BrowserReply.Page;
        rounds.keep(
                leg.farewell().realm().name(),
                hop,
                kept(shown ? leg.farewell().withoutFrames() : leg.farewell(), leg, List.of()));
        return reply;
    }

    private static Kept kept(Farewell farewell, Leg leg, List<Sent> sent) {
        return new Kept(
                farewell.relyingParty().map(RelyingPartyId::value),
                farewell.returnTo().map(URI::toString),
                farewell.returnWhenPartial().map(URI::toString),
                farewell.parties(),
                farewell.frames().stream().map(URI::toString).toList(),
                leg.stops(),
                leg.upstream(),
                leg.at(),
                sent,
                leg.last(),
                farewell.languages());
    }

    private Farewell farewell(Realm realm, Kept kept) {
        return new Farewell(
                realm,
                base.issuer(realm.name()),
                kept.relyingParty().map(RelyingPartyId::new),
                kept.returnTo().map(URI::create),
                kept.returnWhenPartial().map(URI::create),
                kept.parties(),
                kept.frames().stream().map(URI::create).toList(),
                kept.languages());
    }

    private static String name(Realm realm, Stop stop) {
        return realm.relyingParty(new RelyingPartyId(stop.relyingParty()))
                .map(RelyingParty::displayName)
                .orElse(stop.relyingParty());
    }

    private static String name(Realm realm, Upstream upstream) {
        return realm.connector(new ConnectorId(upstream.connector()))
                .map(ConnectorDeclaration::displayName)
                .orElse(upstream.connector());
    }
}
