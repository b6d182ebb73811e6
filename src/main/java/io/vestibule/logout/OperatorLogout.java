package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.SessionRef;
import io.vestibule.realm.Realm;
import io.vestibule.session.Participant;
import io.vestibule.session.Participants;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import io.vestibule.session.WantedSessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an operator sees of the sessions of a realm, and ends: one, a person's, a relying party's, a connector's. */
@ApplicationScoped
public class OperatorLogout {
    /** How many one call ends; whoever has more to end calls again. */
    public static final int AT_ONCE = 200;

    private final Sessions sessions;
    private final Participants participants;
    private final EndedUnseen unseen;

    OperatorLogout(Sessions sessions, Participants participants, EndedUnseen unseen) {
        this.sessions = sessions;
        this.participants = participants;
        this.unseen = unseen;
    }

    /** What becomes of grants that outlive sessions ({@code offline_access}) when the session ends in which they were made. */
    public enum Offline {
        STAYS,
        ENDS
    }

    /** A living session and who took part in it. */
    public record Listed(Session session, List<Participant> parties) {}

    /**
     * Sessions that were ended, and what came of telling those who took part.
     *
     * @param more whether there are others like them
     */
    public record Ended(Map<SessionRef, LogoutReport> reports, boolean more) {}

    /** The last used first. */
    public List<Listed> list(Realm realm, WantedSessions wanted, int atMost) {
        return sessions.wanted(realm.name(), wanted, atMost).stream()
                .map(session -> new Listed(session, participants.of(session.id())))
                .toList();
    }

    /** Ends them here, then tells everybody; the caller waits for the slowest no longer than a person would. */
    public Ended end(Realm realm, WantedSessions wanted, Offline offline, Circumstances circumstances) {
        List<Session> meant = sessions.wanted(realm.name(), wanted, AT_ONCE + 1);
        List<Session> now = meant.subList(0, Math.min(AT_ONCE, meant.size()));
        Ending how = new Ending("operator", circumstances, Optional.empty(), offline, true);
        return new Ended(unseen.end(realm, now, List.of(), how), meant.size() > AT_ONCE);
    }
}
