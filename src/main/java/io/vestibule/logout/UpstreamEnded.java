package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.login.BrowserSessions;
import io.vestibule.realm.Realms;
import io.vestibule.session.Session;
import io.vestibule.session.SessionMark;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An upstream says, and proved, that it signed somebody out: what they signed in to by it ends here, too. */
@ApplicationScoped
public class UpstreamEnded {
    private final Sessions sessions;
    private final LogoutPropagation propagation;
    private final BrowserSessions browserSessions;
    private final SessionMark mark;
    private final Realms realms;

    UpstreamEnded(
            Sessions sessions,
            LogoutPropagation propagation,
            BrowserSessions browserSessions,
            SessionMark mark,
            Realms realms) {
        this.sessions = sessions;
        this.propagation = propagation;
        this.browserSessions = browserSessions;
        this.mark = mark;
        this.realms = realms;
    }

    /**
     * Ends the session of this very browser that the upstream calls so; for news whose sender is not proven. Which browser it is
     * says the cookie of the session, or in a frame on another site, where that does not come along, the session's mark.
     *
     * @return whether there was one
     */
    public boolean endInBrowser(RealmName realm, ConnectorId connector, String upstreamSession, Visitor visitor) {
        List<Session> meant = Stream.concat(
                        realms.find(realm).stream()
                                .flatMap(found -> browserSessions.of(found, visitor).stream())
                                .map(BrowserSessions.SignedIn::session)
                                .filter(session -> session.connector().equals(connector)
                                        && session.upstream()
                                                .id()
                                                .filter(upstreamSession::equals)
                                                .isPresent()),
                        marked(realm, connector, upstreamSession, visitor))
                .toList();
        end(realm, connector, meant, Circumstances.from(visitor.address()));
        return !meant.isEmpty();
    }

    private Stream<Session> marked(RealmName realm, ConnectorId connector, String upstreamSession, Visitor visitor) {
        return mark.isIn(realm, visitor)
                ? sessions.ofUpstream(realm, connector, Optional.empty(), Optional.of(upstreamSession)).stream()
                        .filter(session -> mark.isOf(realm, session.id(), visitor))
                : Stream.empty();
    }

    /**
     * Ends the sessions meant, and tells everyone who took part in them.
     *
     * @param subject what the upstream calls the person
     * @param upstreamSession what it calls its session; with both, both must fit
     */
    public void end(
            RealmName realm,
            ConnectorId connector,
            Optional<String> subject,
            Optional<String> upstreamSession,
            Circumstances circumstances) {
        end(realm, connector, sessions.ofUpstream(realm, connector, subject, upstreamSession), circumstances);
    }

    /**
     * The same for sessions that the caller found, all at once: the upstream, or the person's browser, waits for the answer.
     *
     * @return whether everyone who took part in one of them is known to be signed out
     */
    public boolean end(RealmName realm, ConnectorId connector, List<Session> meant, Circumstances circumstances) {
        List<SessionRef> over = meant.stream().map(Session::ref).distinct().toList();
        return propagation
                .propagateAll(realm, over, "upstream", circumstances.by(connector), Optional.empty())
                .values()
                .stream()
                .allMatch(LogoutReport::complete);
    }
}
