package io.vestibule.logout;

import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;
import io.vestibule.realm.Realms;
import io.vestibule.relyingparty.ProofIssuer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A node that is killed in the middle of a logout. */
@ApplicationScoped
public class DyingNode {
    private final OwedNotices owed;
    private final Instance<ProofIssuer> issuers;
    private final Realms realms;
    private final AuditLog audit;
    private final AtomicBoolean inTheMiddle = new AtomicBoolean();

    DyingNode(OwedNotices owed, @Any Instance<ProofIssuer> issuers, Realms realms, AuditLog audit) {
        this.owed = owed;
        this.issuers = issuers;
        this.realms = realms;
        this.audit = audit;
    }

    /** Its transaction is there, and not one party was told: nothing of it can send anything any more. */
    public void endAndDie(RealmName realm, SessionRef session) {
        LogoutPropagation node = new LogoutPropagation(owed, issuers, realms, audit);
        node.stop();
        try {
            node.propagate(realm, session, "person", Circumstances.from(""));
        } catch (RejectedExecutionException dead) {
            return;
        }
        throw new AssertionError("it told somebody");
    }

    /** Killed before its transaction is through. */
    public void dieWhileEnding(RealmName realm, SessionRef session) {
        inTheMiddle.set(true);
        try {
            new LogoutPropagation(owed, issuers, realms, audit)
                    .propagate(realm, session, "person", Circumstances.from(""));
        } catch (Killed killed) {
            return;
        } finally {
            inTheMiddle.set(false);
        }
        throw new AssertionError("it lived");
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
