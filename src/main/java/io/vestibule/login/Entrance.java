package io.vestibule.login;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.directory.User;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.realm.Realm;
import io.vestibule.session.OpenedSession;
import io.vestibule.session.Session;
import io.vestibule.session.SessionCookie;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody comes in by a browser: a session of theirs goes on there, or a new one begins beside those of others. Whatever has not
 * ended stays within its browser's reach, so that who signs out is out of it.
 */
@ApplicationScoped
class Entrance {
    private final Sessions sessions;
    private final StillVouched vouched;
    private final BrowserSessions browserSessions;
    private final SessionCookie cookie;
    private final Event<PushedOut> pushedOut;

    Entrance(
            Sessions sessions,
            StillVouched vouched,
            BrowserSessions browserSessions,
            SessionCookie cookie,
            Event<PushedOut> pushedOut) {
        this.sessions = sessions;
        this.vouched = vouched;
        this.browserSessions = browserSessions;
        this.cookie = cookie;
        this.pushedOut = pushedOut;
    }

    /** @param cookie of the browser from now on */
    record Entered(Session session, BrowserCookie cookie) {}

    /**
     * Whoever proved themselves as {@code identity} says, as far as anybody here asks for it; nothing when the upstream has ended
     * that since.
     *
     * @param heard when its word came
     */
    Optional<Entered> enter(Realm realm, UpstreamIdentity identity, Instant heard, User user, Visitor visitor) {
        List<SignedIn> here = browserSessions.living(realm, visitor);
        return vouched.opening(realm.name(), identity, heard, () -> opened(realm, here, identity, user, visitor))
                .map(opened -> beside(realm, here, opened, visitor));
    }

    private OpenedSession opened(
            Realm realm, List<SignedIn> here, UpstreamIdentity identity, User user, Visitor visitor) {
        return here.stream()
                .filter(one -> goesOn(one, identity, user))
                .findFirst()
                .flatMap(one -> sessions.renew(one.session(), identity, realm.sessions(), visitor))
                .orElseGet(() -> sessions.open(user, identity, realm.sessions(), visitor));
    }

    /** The same over that very session; nothing when it has ended: the store knows, whatever this node has heard. */
    Optional<Entered> raise(Realm realm, SessionId raised, UpstreamIdentity identity, User user, Visitor visitor) {
        List<SignedIn> here = browserSessions.living(realm, visitor);
        return here.stream()
                .filter(one -> one.session().id().equals(raised) && goesOn(one, identity, user))
                .findFirst()
                .flatMap(one -> sessions.renew(one.session(), identity, realm.sessions(), visitor))
                .map(opened -> beside(realm, here, opened, visitor));
    }

    /** Also one that lacked a factor until now: whoever took part in it hears when the person signs out. */
    private static boolean goesOn(SignedIn one, UpstreamIdentity identity, User user) {
        return one.user().id().equals(user.id())
                && one.session().connector().equals(identity.connector())
                && !BrowserSessions.isVoid(one);
    }

    private Entered beside(Realm realm, List<SignedIn> here, OpenedSession opened, Visitor visitor) {
        List<SignedIn> others = here.stream()
                .filter(one -> !one.session().id().equals(opened.session().id()))
                .toList();
        others.stream()
                .skip(SessionCookie.MOST - 1)
                .map(SignedIn::session)
                .forEach(session -> pushedOut.fire(
                        new PushedOut(realm.name(), session.ref(), Circumstances.from(visitor.address()))));
        BrowserCookie next = cookie.current(
                realm.name(),
                opened.token(),
                others.stream().map(SignedIn::token).toList(),
                realm.sessions());
        return new Entered(opened.session(), next);
    }
}
