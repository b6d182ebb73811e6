package io.vestibule.logout;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.SessionId;
import io.vestibule.login.BrowserSessions.SignedIn;
import io.vestibule.realm.Realm;
import io.vestibule.session.SessionCookie;
import io.vestibule.session.SessionMark;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;

/** What a browser keeps of sessions that are over: nothing. */
@ApplicationScoped
class EndedCookies {
    private final SessionCookie cookie;
    private final SessionMark mark;

    EndedCookies(SessionCookie cookie, SessionMark mark) {
        this.cookie = cookie;
        this.mark = mark;
    }

    /**
     * @param over those of {@code here} that are
     * @param here all that this browser has
     */
    List<BrowserCookie> without(Realm realm, List<SignedIn> over, List<SignedIn> here, Visitor visitor) {
        List<SignedIn> remaining =
                here.stream().filter(one -> !over.contains(one)).toList();
        List<String> tokens = remaining.stream().map(SignedIn::token).toList();
        return Stream.concat(
                        Stream.of(cookie.without(realm.name(), tokens, realm.sessions())),
                        marking(realm, remaining, visitor).stream())
                .toList();
    }

    /** Frames that watch see that somebody left. */
    List<BrowserCookie> marking(Realm realm, List<SignedIn> remaining, Visitor visitor) {
        List<SessionId> living =
                remaining.stream().map(one -> one.session().id()).toList();
        return mark.of(realm.name(), living, visitor, realm.sessions()).stream().toList();
    }
}
