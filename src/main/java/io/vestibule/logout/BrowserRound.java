package io.vestibule.logout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import io.vestibule.keys.Sealer;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.relyingparty.LogoutParticipant;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The last steps of a logout: the browser goes to those whom only it can tell, relying parties one after the other, then to
 * the upstream that vouched for the person, and is back for the report. By then everything here is over: who never sends the
 * browser back keeps nothing alive.
 */
@ApplicationScoped
class BrowserRound {
    private static final String KIND = "logout-round";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final LogoutPropagation propagation;
    private final LiveReport report;
    private final Connectors connectors;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final Sealer sealer;
    private final BaseUrl base;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());

    BrowserRound(
            LogoutPropagation propagation,
            LiveReport report,
            Connectors connectors,
            ExpiringRecords records,
            RandomTokens tokens,
            Sealer sealer,
            BaseUrl base,
            Clock clock) {
        this.propagation = propagation;
        this.report = report;
        this.connectors = connectors;
        this.records = records;
        this.tokens = tokens;
        this.sealer = sealer;
        this.base = base;
        this.clock = clock;
    }

    /** A relying party that waits for the browser. */
    record Stop(String protocol, String relyingParty, String session, String user, String memory) {}

    /** Whoever vouched for the person, and its own words for that. */
    record Upstream(String connector, Optional<String> session, Optional<String> logoutHint) {}

    /** A round as it is kept while the browser is away. */
    record Kept(
            Optional<String> relyingParty,
            Optional<String> returnTo,
            Optional<String> returnWhenPartial,
            List<SignedOutView.Party> parties,
            List<String> frames,
            List<Stop> stops,
            Optional<Upstream> upstream,
            String at) {}

    /** Where the browser goes next, who is there, and what is left afterwards. */
    private record Leg(
            String at, BrowserReply reply, Farewell farewell, List<Stop> stops, Optional<Upstream> upstream) {}

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
        return goOn(farewell, stops, Optional.of(upstream));
    }

    /** The browser is back, once; empty when nothing is known of it any more. */
    Optional<BrowserReply> returned(Realm realm, String hop, boolean confirmed) {
        return records.take(KIND, realm.name() + " " + hop)
                .flatMap(content -> sealer.open(realm.name(), KIND, content))
                .map(this::read)
                .map(kept -> goOn(
                        farewell(realm, kept)
                                .and(new SignedOutView.Party(
                                        kept.at(), confirmed ? Outcome.SIGNED_OUT : Outcome.UNCONFIRMED)),
                        kept.stops(),
                        kept.upstream()));
    }

    private BrowserReply goOn(Farewell farewell, List<Stop> stops, Optional<Upstream> upstream) {
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
                                upstream));
            }
            sofar = sofar.and(new SignedOutView.Party(name(sofar.realm(), stop), Outcome.UNSUPPORTED));
        }
        Farewell done = sofar;
        return upstream.flatMap(there -> way(done, there, hop)
                        .map(reply -> leave(
                                hop, new Leg(name(done.realm(), there), reply, done, List.of(), Optional.empty()))))
                .orElseGet(() -> report.of(done));
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
        boolean framed = reply instanceof BrowserReply.Page;
        Kept kept = kept(framed ? leg.farewell().withoutFrames() : leg.farewell(), leg);
        records.put(
                KIND,
                leg.farewell().realm().name() + " " + hop,
                sealer.seal(leg.farewell().realm().name(), KIND, write(kept)),
                clock.instant().plus(PATIENCE));
        return reply;
    }

    private static Kept kept(Farewell farewell, Leg leg) {
        return new Kept(
                farewell.relyingParty().map(RelyingPartyId::value),
                farewell.returnTo().map(URI::toString),
                farewell.returnWhenPartial().map(URI::toString),
                farewell.parties(),
                farewell.frames().stream().map(URI::toString).toList(),
                leg.stops(),
                leg.upstream(),
                leg.at());
    }

    private Farewell farewell(Realm realm, Kept kept) {
        return new Farewell(
                realm,
                base.issuer(realm.name()),
                kept.relyingParty().map(RelyingPartyId::new),
                kept.returnTo().map(URI::create),
                kept.returnWhenPartial().map(URI::create),
                kept.parties(),
                kept.frames().stream().map(URI::create).toList());
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

    private String write(Kept kept) {
        try {
            return json.writeValueAsString(kept);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts always serialises", impossible);
        }
    }

    private Kept read(String text) {
        try {
            return json.readValue(text, Kept.class);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("written by an incompatible version", ours);
        }
    }
}
