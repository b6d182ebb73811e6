package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.realm.Realm;
import io.vestibule.session.Session;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Ends sessions while nobody of theirs is at a browser, for whoever reads what came of it. */
@ApplicationScoped
public class EndedUnseen {
    private final LogoutPropagation propagation;

    EndedUnseen(LogoutPropagation propagation) {
        this.propagation = propagation;
    }

    /** @param reason a stable word for the audit log */
    public Map<SessionRef, LogoutReport> end(
            Realm realm, List<Session> sessions, String reason, Circumstances circumstances) {
        return end(realm, sessions, List.of(), Ending.of(reason, circumstances, Optional.empty()));
    }

    /** The same by a relying party, which ended the part in which it asks and need not be told of that. */
    public Map<SessionRef, LogoutReport> end(
            Realm realm, List<Session> sessions, PartyPart asker, Circumstances circumstances) {
        return end(
                realm,
                sessions,
                List.of(),
                Ending.of(LogoutRequest.BY_RELYING_PARTY, circumstances, Optional.of(new Knows(asker, ids(sessions)))));
    }

    /** @param here those whose browser goes to the upstream itself */
    Map<SessionRef, LogoutReport> end(Realm realm, List<Session> sessions, List<SessionRef> here, Ending how) {
        return propagation.propagateAll(
                realm.name(), sessions.stream().map(Session::ref).toList(), session -> !here.contains(session), how);
    }

    private static Set<SessionId> ids(List<Session> sessions) {
        return sessions.stream().map(Session::id).collect(Collectors.toSet());
    }
}
