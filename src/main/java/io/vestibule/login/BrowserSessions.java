package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is signed in in this browser, leaving out whoever may no longer be: user or connector switched off or gone, password
 * changed since, or a second factor asked for since that this session has not seen.
 */
@ApplicationScoped
public class BrowserSessions {
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Directory directory;
    private final Clock clock;

    public BrowserSessions(Sessions sessions, SessionCookie cookie, Directory directory, Clock clock) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.directory = directory;
        this.clock = clock;
    }

    /** A live session, whose it is, and the token its cookie carries. */
    public record SignedIn(Session session, User user, String token) {
        /** Never prints the token. */
        @Override
        public String toString() {
            return "SignedIn[" + session.id() + "]";
        }
    }

    /** Current account first. */
    public List<SignedIn> of(Realm realm, Visitor visitor) {
        return cookie.tokens(realm.name(), visitor).stream()
                .flatMap(token -> signedIn(realm, token))
                .toList();
    }

    public Optional<SignedIn> current(Realm realm, Visitor visitor) {
        return of(realm, visitor).stream().findFirst();
    }

    /** The cookie that makes {@code chosen} the account used from now on. */
    BrowserCookie makeCurrent(Realm realm, SignedIn chosen, Visitor visitor) {
        return cookie.current(
                realm.name(), new Secret(chosen.token()), cookie.tokens(realm.name(), visitor), realm.sessions());
    }

    /**
     * A new session in the place of one that their own change of password ended; proven as that one was, and now: they said
     * their present password. With the old time, whoever asks for a login after the change would ask again and again.
     *
     * @param before was theirs in this browser until a moment ago
     */
    public BrowserCookie reopen(Realm realm, SignedIn before, Visitor visitor) {
        Session ended = before.session();
        UpstreamIdentity identity = new UpstreamIdentity(
                ended.connector(),
                ended.upstreamSubject(),
                Claims.none(),
                ended.context().again(clock.instant()),
                ended.upstream());
        Secret token = sessions.open(before.user(), identity, realm.sessions(), visitor)
                .token();
        List<String> others = cookie.tokens(realm.name(), visitor).stream()
                .filter(other -> !other.equals(before.token()))
                .toList();
        return cookie.current(realm.name(), token, others, realm.sessions());
    }

    /** The same session, with a factor that was checked just now; nothing when it has ended. */
    Optional<BrowserCookie> strengthen(Realm realm, SignedIn here, String factor, Set<String> words, Visitor visitor) {
        Session before = here.session();
        UpstreamIdentity identity = new UpstreamIdentity(
                before.connector(),
                before.upstreamSubject(),
                Claims.none(),
                before.context().with(factor, words),
                before.upstream());
        List<String> others = cookie.tokens(realm.name(), visitor).stream()
                .filter(other -> !other.equals(here.token()))
                .toList();
        return sessions.renew(before, identity, realm.sessions(), visitor)
                .map(opened -> cookie.current(realm.name(), opened.token(), others, realm.sessions()));
    }

    private Stream<SignedIn> signedIn(Realm realm, String token) {
        return sessions
                .find(realm.name(), token, realm.sessions())
                .filter(session -> realm.connector(session.connector()).isPresent())
                .flatMap(session -> directory
                        .find(realm.name(), session.user())
                        .filter(User::enabled)
                        .filter(user -> isStillGood(realm, session, user))
                        .map(user -> new SignedIn(session, user, token)))
                .stream();
    }

    private static boolean isStillGood(Realm realm, Session session, User user) {
        return user.tokensValidAfter().filter(session.createdAt()::isBefore).isEmpty()
                && SecondFactor.isStillEnough(
                        realm, new SecondFactor.Proof(session.connector(), session.context()), user);
    }
}
