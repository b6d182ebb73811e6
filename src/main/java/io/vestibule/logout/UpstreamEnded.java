package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** An upstream says, and proved, that it signed somebody out: what they signed in to by it ends here, too. */
@ApplicationScoped
public class UpstreamEnded {
    private final Sessions sessions;
    private final LogoutPropagation propagation;

    UpstreamEnded(Sessions sessions, LogoutPropagation propagation) {
        this.sessions = sessions;
        this.propagation = propagation;
    }

    /**
     * Ends the sessions meant, and tells everyone who took part in them.
     *
     * @param subject what the upstream calls the person
     * @param upstreamSession what it calls its session; with both, both must fit
     * @return how many there were
     */
    public int end(
            RealmName realm,
            ConnectorId connector,
            Optional<String> subject,
            Optional<String> upstreamSession,
            Circumstances circumstances) {
        List<Session> meant = sessions.ofUpstream(realm, connector, subject, upstreamSession);
        for (Session session : meant) {
            propagation.propagate(realm, session.ref(), "upstream", circumstances.by(connector));
        }
        return meant.size();
    }
}
