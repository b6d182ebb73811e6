package io.vestibule.logout;

import io.vestibule.identity.SessionId;
import java.util.Set;

/** A relying party that asks for the end of these sessions, and has ended its own part in them; not in others that end with them. */
public record Knows(PartyPart part, Set<SessionId> sessions) {
    public Knows {
        sessions = Set.copyOf(sessions);
    }

    boolean of(SessionId session, PartyPart one) {
        return part.equals(one) && sessions.contains(session);
    }
}
