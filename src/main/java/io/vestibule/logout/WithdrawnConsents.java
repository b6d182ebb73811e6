package io.vestibule.logout;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.vestibule.audit.Circumstances;
import io.vestibule.grants.Consents;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.UserId;
import io.vestibule.logout.OwedNotices.Notice;
import io.vestibule.session.Session;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Takes back what a person agreed to with an application, and with it everything the application holds, whatever its protocol:
 * it is signed out of each of their sessions. Only then can it do nothing more in their name.
 */
@ApplicationScoped
public class WithdrawnConsents {
    private static final String REASON = "consent-withdrawn";

    private final Consents consents;
    private final Sessions sessions;
    private final OwedNotices owed;
    private final LogoutPropagation propagation;

    WithdrawnConsents(Consents consents, Sessions sessions, OwedNotices owed, LogoutPropagation propagation) {
        this.consents = consents;
        this.sessions = sessions;
        this.owed = owed;
        this.propagation = propagation;
    }

    /** All of it or nothing; nobody waits until the application has heard of it. */
    public void withdraw(RealmName realm, UserId user, RelyingPartyId relyingParty, Circumstances circumstances) {
        List<Notice> left = QuarkusTransaction.joiningExisting().call(() -> {
            List<Notice> ended = new ArrayList<>();
            sessions.ofUser(user).stream()
                    .sorted(Comparator.comparing(session -> session.id().value())) // two at once wait for each other
                    .map(Session::ref)
                    .forEach(session -> ended.addAll(owed.endPart(realm, session, relyingParty)));
            consents.withdraw(realm, user, relyingParty);
            return ended;
        });
        propagation.tellLeft(left, REASON, circumstances);
    }
}
