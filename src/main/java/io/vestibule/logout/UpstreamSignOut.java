package io.vestibule.logout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.logout.SignedOutView.Outcome;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.ConnectorDeclaration;
import io.vestibule.realm.Realm;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last step of a logout: the browser goes to the upstream that vouched for the person, so that it signs them out too, and
 * comes back for the report. By then everything here is over: an upstream that never sends anybody back keeps nothing alive.
 */
@ApplicationScoped
class UpstreamSignOut {
    private static final String KIND = "upstream-sign-out";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Connectors connectors;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper().registerModule(new Jdk8Module());

    UpstreamSignOut(Connectors connectors, ExpiringRecords records, RandomTokens tokens, BaseUrl base, Clock clock) {
        this.connectors = connectors;
        this.records = records;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** What is left to do when the browser is back. */
    record Awaited(
            Optional<String> relyingParty,
            Optional<String> returnTo,
            List<SignedOutView.Party> parties,
            List<String> frames,
            String upstream) {}

    /** The way to the upstream, when its connector says so and it has one. */
    Optional<BrowserReply> leave(Farewell farewell, Session session) {
        Realm realm = farewell.realm();
        String hop = tokens.next();
        URI returnTo = URI.create(farewell.issuer() + "/logout/returned");
        Optional<BrowserReply> departure = connectors
                .find(realm.name(), session.connector())
                .flatMap(Connector::upstreamLogout)
                .flatMap(upstream -> upstream.depart(session.upstream(), returnTo, hop));
        departure.ifPresent(leaving -> records.put(
                KIND,
                realm.name() + " " + hop,
                write(awaited(farewell, session, leaving)),
                clock.instant().plus(PATIENCE)));
        return departure;
    }

    /** Taken once. */
    Optional<Farewell> returned(Realm realm, String hop, boolean confirmed) {
        return records.take(KIND, realm.name() + " " + hop).map(this::read).map(awaited -> {
            List<SignedOutView.Party> parties = new ArrayList<>(awaited.parties());
            parties.add(
                    new SignedOutView.Party(awaited.upstream(), confirmed ? Outcome.SIGNED_OUT : Outcome.UNCONFIRMED));
            return new Farewell(
                    realm,
                    base.issuer(realm.name()),
                    awaited.relyingParty().map(RelyingPartyId::new),
                    awaited.returnTo().map(URI::create),
                    parties,
                    awaited.frames().stream().map(URI::create).toList());
        });
    }

    private static Awaited awaited(Farewell farewell, Session session, BrowserReply leaving) {
        boolean loadedBefore = leaving instanceof BrowserReply.Redirect;
        return new Awaited(
                farewell.relyingParty().map(Object::toString),
                farewell.returnTo().map(URI::toString),
                farewell.parties(),
                loadedBefore
                        ? List.of()
                        : farewell.frames().stream().map(URI::toString).toList(),
                farewell.realm()
                        .connector(session.connector())
                        .map(ConnectorDeclaration::displayName)
                        .orElse(session.connector().value()));
    }

    private String write(Awaited awaited) {
        try {
            return json.writeValueAsString(awaited);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of texts always serialises", impossible);
        }
    }

    private Awaited read(String text) {
        try {
            return json.readValue(text, Awaited.class);
        } catch (JsonProcessingException ours) {
            throw new IllegalStateException("written by an incompatible version", ours);
        }
    }
}
