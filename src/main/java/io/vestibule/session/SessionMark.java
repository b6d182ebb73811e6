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

/**
 * A cookie that is another one in every session, and gone after it: by it a frame of ours within a page of a relying party sees that
 * something changed, and a page of ours within one of a provider which session is meant. It tells nobody who is signed in, and opens
 * nothing.
 */
@ApplicationScoped
public class SessionMark {
    /** What the cookie holds for {@code session}. */
    public String value(SessionId session) {
        return Sha256.of("session-mark " + session).base64Url();
    }

    public String cookieName(RealmName realm) {
        return "vestibule-mark-" + realm;
    }

    public BrowserCookie of(RealmName realm, SessionId session, SessionPolicy policy) {
        return cookie(realm, value(session), policy.lifetime());
    }

    public BrowserCookie gone(RealmName realm) {
        return cookie(realm, "", Duration.ZERO);
    }

    /** Whether this browser is the one in which that session was begun, as far as a cookie tells that opens nothing. */
    public boolean isOf(RealmName realm, SessionId session, Visitor visitor) {
        return visitor.cookie(cookieName(realm)).filter(value(session)::equals).isPresent();
    }

    public boolean isIn(RealmName realm, Visitor visitor) {
        return visitor.cookie(cookieName(realm)).isPresent();
    }

    private BrowserCookie cookie(RealmName realm, String value, Duration maxAge) {
        return new BrowserCookie(cookieName(realm), new Secret(value), "/", maxAge, BrowserCookie.Seen.IN_FRAMES);
    }
}
