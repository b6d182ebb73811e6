package io.vestibule.logout;

import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * Sessions that began by an account elsewhere end with its link, in its transaction, but for the one in which the person undid
 * it.
 */
@ApplicationScoped
class UnlinkedSessions {
    private final Sessions sessions;
    private final LogoutPropagation propagation;
    private final Event<LogoutPropagation.Over> over;

    UnlinkedSessions(Sessions sessions, LogoutPropagation propagation, Event<LogoutPropagation.Over> over) {
        this.sessions = sessions;
        this.propagation = propagation;
        this.over = over;
    }

    void unlinked(@Observes IdentityUnlinked gone) {
        sessions.ofUser(gone.user()).stream()
                .filter(session -> session.connector().equals(gone.connector())
                        && session.upstreamSubject().equals(gone.subject()))
                .filter(session ->
                        gone.by().session().filter(session.id()::equals).isEmpty())
                .forEach(session -> propagation
                        .endWithin(gone.realm(), session.ref(), "identity-unlinked", gone.by())
                        .ifPresent(over::fire));
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) LogoutPropagation.Over ended) {
        propagation.tell(ended);
    }
}
