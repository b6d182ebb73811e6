package io.vestibule.logout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.vestibule.browser.BrowserReply;
import io.vestibule.connector.Connector;
import io.vestibule.connector.Connectors;
import io.vestibule.identity.RealmName;
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

    /**
     * What is left to do when the browser is back.
     *
     * @param upstream what the upstream is called
     */
    record Awaited(
            Optional<String> relyingParty,
            Optional<String> returnTo,
            List<SignedOutView.Party> parties,
            String upstream) {}

    /** The way to the upstream, when its connector says so and it has one. */
    Optional<BrowserReply> leave(
            Realm realm, Session session, LogoutRequest request, List<SignedOutView.Party> parties) {
        String hop = tokens.next();
        URI returnTo = URI.create(base.issuer(realm.name()) + "/logout/returned");
        Optional<BrowserReply> departure = connectors
                .find(realm.name(), session.connector())
                .flatMap(Connector::upstreamLogout)
                .flatMap(upstream -> upstream.depart(session.upstream(), returnTo, hop));
        departure.ifPresent(leaving -> records.put(
                KIND,
                realm.name() + " " + hop,
                write(new Awaited(
                        request.relyingParty().map(Object::toString),
                        request.returnTo().map(URI::toString),
                        parties,
                        realm.connector(session.connector())
                                .map(ConnectorDeclaration::displayName)
                                .orElse(session.connector().value()))),
                clock.instant().plus(PATIENCE)));
        return departure;
    }

    /** Taken once. */
    Optional<Awaited> returned(RealmName realm, String hop) {
        return records.take(KIND, realm + " " + hop).map(this::read);
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
