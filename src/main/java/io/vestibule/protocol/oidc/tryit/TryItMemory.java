package io.vestibule.protocol.oidc.tryit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.Sealer;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the demo relying party keeps: of a login under way a sealed cookie in the browser that began it, of a verified one a
 * record under a handle that only this browser has.
 */
@ApplicationScoped
class TryItMemory {
    private static final Duration AWAY = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final String AWAY_COOKIE = "vestibule-try-away";
    private static final String KEPT_COOKIE = "vestibule-try";
    private static final String KIND = "try-it";
    private static final String STATE = "state";
    private static final String SINCE = "since";

    private final Sealer sealer;
    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final BaseUrl base;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    TryItMemory(Sealer sealer, ExpiringRecords records, RandomTokens tokens, BaseUrl base, Clock clock) {
        this.sealer = sealer;
        this.records = records;
        this.tokens = tokens;
        this.base = base;
        this.clock = clock;
    }

    /** A login under way. */
    record Away(String state, Map<String, String> memory) {}

    /** What a verified login gave. */
    record Kept(Secret idToken, Map<String, Object> idTokenClaims, Map<String, Object> userinfoClaims) {}

    BrowserCookie leave(RealmName realm, Away away) {
        Map<String, String> values = new HashMap<>(away.memory());
        values.put(STATE, away.state());
        values.put(SINCE, Long.toString(clock.instant().getEpochSecond()));
        return new BrowserCookie(
                AWAY_COOKIE, new Secret(sealer.seal(realm, AWAY_COOKIE, write(values))), path(realm), AWAY);
    }

    /** The login this browser began here, when it began not too long ago. */
    Optional<Away> comeBack(RealmName realm, Visitor visitor) {
        return visitor.cookie(AWAY_COOKIE)
                .flatMap(cookie -> sealer.open(realm, AWAY_COOKIE, cookie))
                .map(text -> read(text, new TypeReference<Map<String, String>>() {}))
                .filter(values -> Long.parseLong(values.getOrDefault(SINCE, "0")) + AWAY.toSeconds()
                        > clock.instant().getEpochSecond())
                .map(values -> new Away(values.getOrDefault(STATE, ""), values));
    }

    BrowserCookie forgetAway(RealmName realm) {
        return BrowserCookie.gone(AWAY_COOKIE, path(realm));
    }

    BrowserCookie keep(RealmName realm, Kept kept) {
        String handle = tokens.next();
        Map<String, Object> content = Map.of(
                "idToken", kept.idToken().reveal(),
                "claims", kept.idTokenClaims(),
                "userinfo", kept.userinfoClaims());
        records.put(
                KIND,
                realm + " " + handle,
                sealer.seal(realm, KIND, write(content)),
                clock.instant().plus(KEPT));
        return new BrowserCookie(KEPT_COOKIE, new Secret(handle), path(realm), KEPT);
    }

    Optional<Kept> kept(RealmName realm, Visitor visitor) {
        return visitor.cookie(KEPT_COOKIE)
                .flatMap(handle -> records.peek(KIND, realm + " " + handle))
                .flatMap(content -> kept(realm, content));
    }

    Optional<Kept> take(RealmName realm, Visitor visitor) {
        return visitor.cookie(KEPT_COOKIE)
                .flatMap(handle -> records.take(KIND, realm + " " + handle))
                .flatMap(content -> kept(realm, content));
    }

    BrowserCookie forget(RealmName realm) {
        return BrowserCookie.gone(KEPT_COOKIE, path(realm));
    }

    private Optional<Kept> kept(RealmName realm, String content) {
        return sealer.open(realm, KIND, content)
                .map(text -> read(text, new TypeReference<Stored>() {}))
                .map(stored -> new Kept(new Secret(stored.idToken()), stored.claims(), stored.userinfo()));
    }

    private record Stored(String idToken, Map<String, Object> claims, Map<String, Object> userinfo) {}

    private String path(RealmName realm) {
        return base.realmPath(realm) + "/try";
    }

    private String write(Map<String, ?> values) {
        try {
            return json.writeValueAsString(values);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts and JSON values always serialise", impossible);
        }
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("sealed here, so written here", impossible);
        }
    }
}
