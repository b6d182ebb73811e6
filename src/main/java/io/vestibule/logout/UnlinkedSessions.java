package io.vestibule.logout;

import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Sessions that began by an account elsewhere end with its link, but for the one in which the person undid it. */
@ApplicationScoped
class UnlinkedSessions {
    private final Sessions sessions;
    private final LogoutPropagation propagation;

    UnlinkedSessions(Sessions sessions, LogoutPropagation propagation) {
        this.sessions = sessions;
        this.propagation = propagation;
    }

    void unlinked(@Observes IdentityUnlinked gone) {
        sessions.ofUser(gone.user()).stream()
                .filter(session -> session.connector().equals(gone.connector())
                        && session.upstreamSubject().equals(gone.subject()))
                .filter(session ->
                        gone.by().session().filter(session.id()::equals).isEmpty())
                .forEach(session -> propagation.end(gone.realm(), session.ref(), "identity-unlinked", gone.by()));
    }
}
