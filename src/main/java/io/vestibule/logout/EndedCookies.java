package io.vestibule.logout;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
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
        List<String> remaining = here.stream()
                .filter(one -> !over.contains(one))
                .map(SignedIn::token)
                .toList();
        return Stream.concat(
                        Stream.of(cookie.without(realm.name(), remaining, realm.sessions())),
                        unmarked(realm, visitor).stream())
                .toList();
    }

    /** Frames that watch see that somebody left. */
    List<BrowserCookie> unmarked(Realm realm, Visitor visitor) {
        return mark.isIn(realm.name(), visitor) ? List.of(mark.gone(realm.name())) : List.of();
    }
}
