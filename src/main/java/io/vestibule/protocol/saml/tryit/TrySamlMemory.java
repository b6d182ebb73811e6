package io.vestibule.protocol.saml.tryit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.connector.Departure;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.Sealer;
import io.vestibule.protocol.saml.tryit.TrySamlView.Told;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What the demo service provider keeps: of a login under way a sealed cookie in the browser that began it, of a verified one a
 * record under a handle that only this browser has.
 */
@ApplicationScoped
class TrySamlMemory {
    private static final Duration AWAY = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final String AWAY_COOKIE = "vestibule-try-saml-away";
    private static final String KEPT_COOKIE = "vestibule-try-saml";
    private static final String KIND = "try-saml";

    private final Sealer sealer;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    TrySamlMemory(Sealer sealer, ExpiringRecords records, RandomTokens tokens, BaseUrl base, Clock clock) {
        this.sealer = sealer;
        this.records = records;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** A login under way. */
    record Away(String hop, boolean fresh, Departure.Memory memory) {}

    private record Sealed(String hop, boolean fresh, Map<String, String> memory, long since) {}

    BrowserCookie leave(RealmName realm, Away away) {
        Sealed sealed = new Sealed(
                away.hop(),
                away.fresh(),
                away.memory().values(),
                clock.instant().getEpochSecond());
        return new BrowserCookie(
                AWAY_COOKIE, new Secret(sealer.seal(realm, AWAY_COOKIE, write(sealed))), path(realm), AWAY);
    }

    /** The login this browser began here, when it began not too long ago. */
    Optional<Away> comeBack(RealmName realm, Visitor visitor) {
        return visitor.cookie(AWAY_COOKIE)
                .flatMap(cookie -> sealer.open(realm, AWAY_COOKIE, cookie))
                .map(text -> read(text, Sealed.class))
                .filter(known ->
                        known.since() + AWAY.toSeconds() > clock.instant().getEpochSecond())
                .map(known -> new Away(known.hop(), known.fresh(), new Departure.Memory(known.memory())));
    }

    BrowserCookie forgetAway(RealmName realm) {
        return BrowserCookie.gone(AWAY_COOKIE, path(realm));
    }

    BrowserCookie keep(RealmName realm, Told told) {
        String handle = tokens.next();
        records.put(
                KIND,
                realm + " " + handle,
                sealer.seal(realm, KIND, write(told)),
                clock.instant().plus(KEPT));
        return new BrowserCookie(KEPT_COOKIE, new Secret(handle), path(realm), KEPT);
    }

    Optional<Told> kept(RealmName realm, Visitor visitor) {
        return visitor.cookie(KEPT_COOKIE)
                .flatMap(handle -> records.peek(KIND, realm + " " + handle))
                .flatMap(content -> sealer.open(realm, KIND, content))
                .map(text -> read(text, Told.class));
    }

    void take(RealmName realm, Visitor visitor) {
        visitor.cookie(KEPT_COOKIE).ifPresent(handle -> records.take(KIND, realm + " " + handle));
    }

    BrowserCookie forget(RealmName realm) {
        return BrowserCookie.gone(KEPT_COOKIE, path(realm));
    }

    private String path(RealmName realm) {
        return base.realmPath(realm) + "/try-saml";
    }

    private String write(Record value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of plain values always serialises", impossible);
        }
    }

    private <R extends Record> R read(String text, Class<R> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("sealed here, so written here", impossible);
        }
    }
}
