package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.Directory;
import io.vestibule.directory.User;
import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import io.vestibule.session.SessionMark;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is signed in in this browser. For all but logouts that leaves out whoever may no longer be: user or connector switched off
 * or gone, password changed since, or a second factor asked for since that this session has not seen.
 */
@ApplicationScoped
public class BrowserSessions {
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final SessionMark mark;
    private final Directory directory;
    private final Clock clock;

    public BrowserSessions(
            Sessions sessions, SessionCookie cookie, SessionMark mark, Directory directory, Clock clock) {
        this.sessions = sessions;
        this.cookie = cookie;
        this.mark = mark;
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
        return found(realm, visitor).filter(one -> mayGoOn(realm, one)).toList();
    }

    /**
     * All that have not ended, those first by which somebody may go on. The applications entered from the others know nothing of
     * that, so whoever signs out is out of them, too.
     */
    public List<SignedIn> living(Realm realm, Visitor visitor) {
        return found(realm, visitor)
                .sorted(Comparator.comparing(one -> !mayGoOn(realm, one)))
                .toList();
    }

    public Optional<SignedIn> current(Realm realm, Visitor visitor) {
        return of(realm, visitor).stream().findFirst();
    }

    /** The cookie by which frames know {@code session} from now on, beside others of this browser that they know. */
    BrowserCookie marked(Realm realm, Session session, Visitor visitor) {
        List<SessionId> living =
                living(realm, visitor).stream().map(one -> one.session().id()).toList();
        return mark.with(realm.name(), session.id(), living, visitor, realm.sessions());
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

    /** Whether it began before whatever made all sessions of its person void. */
    static boolean isVoid(SignedIn one) {
        return one.user()
                .tokensValidAfter()
                .filter(one.session().createdAt()::isBefore)
                .isPresent();
    }

    private Stream<SignedIn> found(Realm realm, Visitor visitor) {
        return cookie.tokens(realm.name(), visitor).stream()
                .flatMap(token -> sessions
                        .find(realm.name(), token, realm.sessions())
                        .flatMap(session -> directory
                                .find(realm.name(), session.user())
                                .map(user -> new SignedIn(session, user, token)))
                        .stream());
    }

    private static boolean mayGoOn(Realm realm, SignedIn one) {
        Session session = one.session();
        return realm.connector(session.connector()).isPresent()
                && one.user().enabled()
                && !isVoid(one)
                && SecondFactor.isStillEnough(
                        realm, new SecondFactor.Proof(session.connector(), session.context()), one.user());
    }
}
