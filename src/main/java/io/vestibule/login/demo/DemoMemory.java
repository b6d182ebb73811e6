package io.vestibule.login.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.Sealer;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** Of a login under way a sealed cookie in the browser that began it, of a verified one a record under a handle only it has. */
record DemoMemory(Sealer sealer, ExpiringRecords records, RandomTokens tokens, Clock clock) {
    private static final Duration AWAY = Duration.ofMinutes(30);
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whose it is: one application of one realm, and where the browser shows its cookies. */
    record Whose(RealmName realm, String party, String path) {
        String awayCookie() {
            return "vestibule-" + party + "-away";
        }

        String keptCookie() {
            return "vestibule-" + party;
        }

        String record(String handle) {
            return realm + " " + handle;
        }
    }

    private record Away(JsonNode what, long since) {}

    BrowserCookie leave(Whose whose, Record what) {
        String text = write(new Away(JSON.valueToTree(what), clock.instant().getEpochSecond()));
        return new BrowserCookie(
                whose.awayCookie(),
                new Secret(sealer.seal(whose.realm(), whose.awayCookie(), text)),
                whose.path(),
                AWAY);
    }

    <T extends Record> Optional<T> comeBack(Whose whose, Visitor visitor, Class<T> type) {
        return visitor.cookie(whose.awayCookie())
                .flatMap(cookie -> sealer.open(whose.realm(), whose.awayCookie(), cookie))
                .map(text -> read(text, Away.class))
                .filter(away ->
                        away.since() + AWAY.toSeconds() > clock.instant().getEpochSecond())
                .map(away -> read(away.what().toString(), type));
    }

    BrowserCookie keep(Whose whose, Record what) {
        String handle = tokens.next();
        records.put(
                whose.party(),
                whose.record(handle),
                sealer.seal(whose.realm(), whose.party(), write(what)),
                clock.instant().plus(KEPT));
        return new BrowserCookie(whose.keptCookie(), new Secret(handle), whose.path(), KEPT);
    }

    <T extends Record> Optional<T> kept(Whose whose, Visitor visitor, Class<T> type) {
        return found(whose, visitor, type, records::peek);
    }

    <T extends Record> Optional<T> take(Whose whose, Visitor visitor, Class<T> type) {
        return found(whose, visitor, type, records::take);
    }

    private <T extends Record> Optional<T> found(
            Whose whose, Visitor visitor, Class<T> type, BiFunction<String, String, Optional<String>> where) {
        return visitor.cookie(whose.keptCookie())
                .flatMap(handle -> where.apply(whose.party(), whose.record(handle)))
                .flatMap(content -> sealer.open(whose.realm(), whose.party(), content))
                .map(text -> read(text, type));
    }

    private static String write(Record value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of plain values always serialises", impossible);
        }
    }

    private static <T extends Record> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("sealed here, so written here", impossible);
        }
    }
}
