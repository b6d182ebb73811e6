package io.vestibule.logout;

import io.vestibule.Waiting;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.session.Participants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that is killed in the middle of a logout. */
@ApplicationScoped
public class DyingNode {
    private final OwedNotices owed;
    private final KnownParties known;
    private final AuditLog audit;
    private final Participants participants;
    private final AtomicBoolean inTheMiddle = new AtomicBoolean();

    DyingNode(OwedNotices owed, KnownParties known, AuditLog audit, Participants participants) {
        this.owed = owed;
        this.known = known;
        this.audit = audit;
        this.participants = participants;
    }

    /** Its transaction is there, and not one party was told: nothing of it can send anything any more. */
    public void endAndDie(RealmName realm, SessionRef session) {
        endAndDie(realm, session, Ending.of("person", Circumstances.from(""), Optional.empty()));
    }

    void endAndDie(RealmName realm, SessionRef session, Ending how) {
        LogoutPropagation node = new LogoutPropagation(owed, known, audit);
        node.stop();
        try {
            node.propagateAll(realm, List.of(session), how);
        } catch (RejectedExecutionException dead) {
            return;
        }
        throw new AssertionError("it told somebody");
    }

    /** Killed before its transaction is through. */
    public void dieWhileEnding(RealmName realm, SessionRef session) {
        inTheMiddle.set(true);
        try {
            new LogoutPropagation(owed, known, audit).propagate(realm, session, "person", Circumstances.from(""));
        } catch (Killed killed) {
            return;
        } finally {
            inTheMiddle.set(false);
        }
        throw new AssertionError("it lived");
    }

    /** Whatever logouts are asked for meanwhile, from outside, it is killed before their transactions are through. */
    public void dieWhileEndingFor(Runnable askers) {
        inTheMiddle.set(true);
        try {
            askers.run();
        } finally {
            inTheMiddle.set(false);
        }
    }

    /** Killed when {@code settled} has heard and answered, and another has not yet. */
    public void dieHalfWay(RealmName realm, SessionRef session, String settled) {
        LogoutPropagation node = new LogoutPropagation(owed, known, audit);
        Thread life = Thread.startVirtualThread(() -> node.propagate(realm, session, "person", Circumstances.from("")));
        String name = session.id() + " " + settled;
        Waiting.until(() -> participants.of(session.id()).isEmpty() && !owed.isOwed(name));
        node.stop();
        try {
            life.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void over(@Observes SessionOver over) {
        if (inTheMiddle.get()) {
            throw new Killed();
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
