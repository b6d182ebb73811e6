package io.vestibule.session;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.SessionPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cookie with another word for every session of a browser, gone after it: by it a frame of ours within a page of a relying party sees
 * that something changed, and a page of ours within one of a provider which session is meant. It tells nobody who is signed in, and opens
 * nothing.
 */
@ApplicationScoped
public class SessionMark {
    private static final String SEPARATOR = ".";

    /** What the cookie holds for {@code session}. */
    public String value(SessionId session) {
        return Sha256.of("session-mark " + session).base64Url();
    }

    public String cookieName(RealmName realm) {
        return "vestibule-mark-" + realm;
    }

    /**
     * The cookie once {@code session} is marked, too.
     *
     * @param living sessions of this browser: the marks of others are forgotten
     */
    public BrowserCookie with(
            RealmName realm, SessionId session, List<SessionId> living, Visitor visitor, SessionPolicy policy) {
        Stream<String> others = kept(realm, living, visitor).filter(mark -> !mark.equals(value(session)));
        return cookie(realm, Stream.concat(Stream.of(value(session)), others).toList(), policy);
    }

    /** The cookie once no more than {@code living} are in this browser; nothing where that marks none of them less. */
    public Optional<BrowserCookie> of(RealmName realm, List<SessionId> living, Visitor visitor, SessionPolicy policy) {
        List<String> kept = kept(realm, living, visitor).toList();
        return kept.equals(marks(realm, visitor)) ? Optional.empty() : Optional.of(cookie(realm, kept, policy));
    }

    /** Whether this browser is the one in which that session was begun, as far as a cookie tells that opens nothing. */
    public boolean isOf(RealmName realm, SessionId session, Visitor visitor) {
        return marks(realm, visitor).contains(value(session));
    }

    public boolean isIn(RealmName realm, Visitor visitor) {
        return !marks(realm, visitor).isEmpty();
    }

    private Stream<String> kept(RealmName realm, List<SessionId> living, Visitor visitor) {
        List<String> theirs = living.stream().map(this::value).toList();
        return marks(realm, visitor).stream().filter(theirs::contains);
    }

    private List<String> marks(RealmName realm, Visitor visitor) {
        return visitor.cookie(cookieName(realm)).stream()
                .flatMap(value -> Arrays.stream(value.split("\\.", SessionCookie.MOST + 1)))
                .filter(mark -> !mark.isEmpty())
                .limit(SessionCookie.MOST)
                .toList();
    }

    private BrowserCookie cookie(RealmName realm, List<String> marks, SessionPolicy policy) {
        return new BrowserCookie(
                cookieName(realm),
                new Secret(marks.stream().limit(SessionCookie.MOST).collect(Collectors.joining(SEPARATOR))),
                "/",
                marks.isEmpty() ? Duration.ZERO : policy.lifetime(),
                BrowserCookie.Seen.IN_FRAMES);
    }
}
