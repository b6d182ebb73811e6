package io.vestibule.logout;

import io.vestibule.login.PushedOut;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** A session that its browser cannot reach any more would be signed out of by nobody there. Who pushed it out does not wait. */
@ApplicationScoped
class PushedOutSessions {
    private final LogoutPropagation propagation;

    PushedOutSessions(LogoutPropagation propagation) {
        this.propagation = propagation;
    }

    void pushedOut(@Observes PushedOut one) {
        propagation.end(one.realm(), one.session(), "too-many-accounts", one.by());
    }
}
