package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.session.Participants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Signs a person out of one application of a session that goes on: what it was given there ends, and it is told. */
@ApplicationScoped
public class ApplicationLogout {
    private final Participants participants;
    private final KnownParties known;
    private final LogoutPropagation propagation;

    ApplicationLogout(Participants participants, KnownParties known, LogoutPropagation propagation) {
        this.participants = participants;
        this.known = known;
        this.propagation = propagation;
    }

    /** One that takes part in a session, by the name people know. */
    public record Application(String id, String name) {}

    /** Those of a session, first come first. */
    public List<Application> in(RealmName realm, SessionId session) {
        return participants.of(session).stream()
                .filter(one -> known.isShown(realm, one.protocol(), one.relyingParty()))
                .map(one -> new Application(
                        one.relyingParty().value(), known.name(realm, one.protocol(), one.relyingParty())))
                .distinct()
                .toList();
    }

    /** One of them. */
    public Optional<Application> find(RealmName realm, SessionId session, String id) {
        return in(realm, session).stream().filter(one -> one.id().equals(id)).findFirst();
    }

    /** Whether one of them takes part since a later moment. */
    boolean isEnteredAfter(SessionId session, String id, Instant moment) {
        return participants.of(session).stream()
                .filter(one -> one.relyingParty().value().equals(id))
                .anyMatch(one -> one.joinedAt().isAfter(moment));
    }

    /** Ends its part, once; the report is empty when somebody else did at this moment. */
    public LogoutReport end(
            RealmName realm, SessionRef session, Application application, String reason, Circumstances circumstances) {
        return propagation.propagateTo(realm, session, new RelyingPartyId(application.id()), reason, circumstances);
    }
}
