package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.Claims;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * People whose proof a program brought from an identity provider, between the address that takes proofs and the one that asks
 * for a person. Stored and taken once; only whoever brought the proof has the cookie.
 */
@ApplicationScoped
public class CarriedArrivals {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String KIND = "carried";

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final BaseUrl base;
    private final Clock clock;

    CarriedArrivals(ExpiringRecords records, RandomTokens tokens, FlowSeal seal, BaseUrl base, Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.base = base;
        this.clock = clock;
    }

    /** As it is stored. */
    record Arrived(
            ConnectorId connector,
            String subject,
            Map<String, List<String>> claims,
            AuthnContext context,
            Optional<String> upstreamSession,
            Optional<String> logoutHint,
            Optional<Instant> issued) {}

    /** The cookie by which the program shows that it was the one. */
    public BrowserCookie keep(RealmName realm, UpstreamIdentity identity) {
        Arrived arrived = new Arrived(
                identity.connector(),
                identity.subject(),
                identity.claims().values(),
                identity.context(),
                identity.upstreamSession().id(),
                identity.upstreamSession().logoutHint().map(Secret::reveal),
                identity.upstreamSession().issued());
        String handle = tokens.next();
        records.put(
                KIND, handle, seal.seal(realm, KIND, arrived), clock.instant().plus(PATIENCE));
        return new BrowserCookie(name(), new Secret(handle), "/", PATIENCE);
    }

    /** Whom the program brought from that upstream; once. */
    public Optional<UpstreamIdentity> take(RealmName realm, ConnectorId connector, Visitor visitor) {
        Optional<String> handle = visitor.cookie(name()).filter(text -> !text.isBlank());
        boolean theirs = handle.flatMap(known -> records.peek(KIND, known))
                .flatMap(text -> opened(realm, text))
                .filter(arrived -> arrived.connector().equals(connector))
                .isPresent();
        return handle.filter(known -> theirs)
                .flatMap(known -> records.take(KIND, known))
                .flatMap(text -> opened(realm, text))
                .map(CarriedArrivals::identity);
    }

    private Optional<Arrived> opened(RealmName realm, String text) {
        return seal.open(realm, KIND, Arrived.class, text);
    }

    private static UpstreamIdentity identity(Arrived arrived) {
        return new UpstreamIdentity(
                arrived.connector(),
                arrived.subject(),
                new Claims(arrived.claims()),
                arrived.context(),
                new UpstreamSession(
                        arrived.upstreamSession(), arrived.logoutHint().map(Secret::new), arrived.issued()));
    }

    private String name() {
        return base.secure() ? "__Host-vestibule-carried" : "vestibule-carried";
    }
}
