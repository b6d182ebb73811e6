package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.login.BrowserSessions;
import io.vestibule.realm.Realms;
import io.vestibule.session.EndedSession;
import io.vestibule.session.Session;
import io.vestibule.session.SessionMark;
import io.vestibule.session.Sessions;
import io.vestibule.session.UpstreamEnds;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** An upstream says, and proved, that it signed somebody out: what they signed in to by it ends here, too. */
@ApplicationScoped
public class UpstreamEnded {
    private final Sessions sessions;
    private final UpstreamEnds upstreamEnds;
    private final LogoutPropagation propagation;
    private final BrowserSessions browserSessions;
    private final SessionMark mark;
    private final Realms realms;

    UpstreamEnded(
            Sessions sessions,
            UpstreamEnds upstreamEnds,
            LogoutPropagation propagation,
            BrowserSessions browserSessions,
            SessionMark mark,
            Realms realms) {
        this.sessions = sessions;
        this.upstreamEnds = upstreamEnds;
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
                                .flatMap(found -> browserSessions.living(found, visitor).stream())
                                .map(BrowserSessions.SignedIn::session)
                                .filter(session -> session.connector().equals(connector)
                                        && session.upstream()
                                                .id()
                                                .filter(upstreamSession::equals)
                                                .isPresent()),
                        marked(realm, connector, upstreamSession, visitor))
                .toList();
        propagation.propagateAll(realm, refs(meant), how(connector, Circumstances.from(visitor.address())));
        return !meant.isEmpty();
    }

    private Stream<Session> marked(RealmName realm, ConnectorId connector, String upstreamSession, Visitor visitor) {
        return mark.isIn(realm, visitor)
                ? sessions.ofUpstream(realm, connector, Optional.empty(), Optional.of(upstreamSession)).stream()
                        .filter(session -> mark.isOf(realm, session.id(), visitor))
                : Stream.empty();
    }

    /** What came of a logout that an upstream sent. */
    public sealed interface Outcome {
        /** @param everybody whether everyone who took part is known to be signed out */
        record Over(boolean everybody) implements Outcome {}

        /**
         * The message was seen before, and nothing was done.
         *
         * @param askedAgain whether the upstream itself sends it again, as when a reply got lost
         */
        record Seen(boolean askedAgain) implements Outcome {}
    }

    /**
     * Ends the sessions meant, and tells everyone who took part in them. The same message again ends nothing.
     *
     * @param subject what the upstream calls the person
     * @param upstreamSession what it calls its session; with both, both must fit
     * @return false when it came before, and would end what began since
     */
    public boolean end(
            RealmName realm,
            ConnectorId connector,
            UpstreamMessage message,
            Optional<String> subject,
            Optional<String> upstreamSession,
            Circumstances circumstances) {
        heard(realm, connector, message);
        Supplier<List<Session>> meant = () -> sessions.ofUpstream(realm, connector, subject, upstreamSession);
        return switch (end(realm, connector, message, meant.get(), circumstances)) {
            case Outcome.Over over -> true;
            case Outcome.Seen(boolean askedAgain) -> askedAgain && meant.get().isEmpty();
        };
    }

    /**
     * Before the caller looks for the sessions that a message means: whoever is on the way in by what it ends, or asked for a
     * second factor, does not come in any more.
     */
    public void heard(RealmName realm, ConnectorId connector, UpstreamMessage message) {
        upstreamEnds.remember(realm, connector, message.ends(), message.said());
    }

    /** The same of sessions that the caller found, all at once: the upstream, or the person's browser, waits for the answer. */
    public Outcome end(
            RealmName realm,
            ConnectorId connector,
            UpstreamMessage message,
            List<Session> meant,
            Circumstances circumstances) {
        return propagation
                .propagateOnce(realm, refs(meant), message, how(connector, circumstances))
                .<Outcome>map(
                        reports -> new Outcome.Over(reports.values().stream().allMatch(LogoutReport::complete)))
                .orElseGet(() -> new Outcome.Seen(propagation.mayBeAnsweredAgain(message)));
    }

    /** Whether everyone who took part in sessions that are over is known to be signed out. */
    public boolean everybodyHeard(List<EndedSession> over) {
        return over.stream().map(EndedSession::id).allMatch(propagation::isHeard);
    }

    private static List<SessionRef> refs(List<Session> meant) {
        return meant.stream().map(Session::ref).distinct().toList();
    }

    private static Ending how(ConnectorId connector, Circumstances circumstances) {
        return Ending.of("upstream", circumstances.by(connector), Optional.empty());
    }
}
