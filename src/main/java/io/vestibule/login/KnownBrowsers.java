package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.User;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.SecretsAtRest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Remembers in a browser who signed in there; nothing is kept here. Each entry is sealed under the user it is about, so that it
 * says nothing to others, and is of our making: an entry that somebody brought along is none of another user.
 */
@ApplicationScoped
public class KnownBrowsers {
    private static final String USE = "known-browser";
    private static final String BETWEEN = ".";
    private static final int MOST = 6;
    private static final Duration LIFETIME = Duration.ofDays(400); // the longest that browsers keep one

    private final SecretsAtRest secrets;
    private final LoginUrls urls;
    private final Clock clock;

    KnownBrowsers(SecretsAtRest secrets, LoginUrls urls, Clock clock) {
        this.secrets = secrets;
        this.urls = urls;
        this.clock = clock;
    }

    /** Whether the user signed in here before, and everything given out then is not void since. */
    boolean isKnown(User user, Visitor visitor) {
        Instant oldest = clock.instant().minus(LIFETIME);
        Instant since = user.tokensValidAfter().filter(oldest::isBefore).orElse(oldest);
        return entries(user.realm(), visitor)
                .flatMap(entry -> signedInAt(user, entry).stream())
                .anyMatch(at -> !at.isBefore(since));
    }

    /** The user is signed in here now. */
    public BrowserCookie remember(User user, Visitor visitor) {
        List<String> entries = new ArrayList<>();
        entries.add(Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(secrets.seal(
                        user.realm(),
                        USE,
                        user.id().toString(),
                        new Secret(Long.toString(clock.instant().toEpochMilli())))));
        entries(user.realm(), visitor)
                .filter(entry -> signedInAt(user, entry).isEmpty())
                .limit(MOST - 1)
                .forEach(entries::add);
        return new BrowserCookie(
                name(user.realm()),
                new Secret(String.join(BETWEEN, entries)),
                urls.realmCookiePath(user.realm()),
                LIFETIME);
    }

    private static Stream<String> entries(RealmName realm, Visitor visitor) {
        return visitor.cookie(name(realm)).stream()
                .flatMap(value -> Arrays.stream(value.split("\\.", MOST + 1)).limit(MOST))
                .filter(entry -> !entry.isEmpty());
    }

    private Optional<Instant> signedInAt(User user, String entry) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(entry);
            String text = secrets.open(user.realm(), USE, user.id().toString(), sealed)
                    .reveal();
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException anothersOrNotOurs) {
            return Optional.empty();
        }
    }

    private static String name(RealmName realm) {
        return "vestibule-known-" + realm;
    }
}
