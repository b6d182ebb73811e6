package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenFamily;
import io.vestibule.identity.RelyingPartyId;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.ObserverMethod;

/**
 * What somebody was given as the person whom an account elsewhere led to ends with that link, also where it outlives its session:
 * they may never have been that person.
 */
@ApplicationScoped
class GrantsOfIdentity {
    /** Whoever ends a session locks it before its grants. */
    private static final int AFTER_SESSIONS = ObserverMethod.DEFAULT_PRIORITY + 1;

    private final TokenFamilies families;
    private final MemoryJson json;
    private final Event<Revoked> revoked;
    private final AuditLog audit;

    GrantsOfIdentity(TokenFamilies families, MemoryJson json, Event<Revoked> revoked, AuditLog audit) {
        this.families = families;
        this.json = json;
        this.revoked = revoked;
        this.audit = audit;
    }

    /** One of them, unless the transaction is undone. */
    record Revoked(IdentityUnlinked gone, RelyingPartyId relyingParty) {}

    /** The session in which the person asked goes on, and what ends with it. */
    void unlinked(@Observes @Priority(AFTER_SESSIONS) IdentityUnlinked gone) {
        families.living(gone.realm(), gone.user()).stream()
                .filter(family -> family.offline()
                        || gone.by().session().filter(family.session()::equals).isEmpty())
                .filter(family -> isOf(gone, json.read(family.content(), GrantMemory.class)))
                .forEach(family -> revoke(gone, family));
    }

    private static boolean isOf(IdentityUnlinked gone, GrantMemory grant) {
        return grant.connectorId().equals(gone.connector())
                && grant.upstreamSubject().equals(gone.subject());
    }

    private void revoke(IdentityUnlinked gone, TokenFamily family) {
        if (families.revoke(family.id())) {
            revoked.fire(new Revoked(gone, family.relyingParty()));
        }
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Revoked one) {
        IdentityUnlinked gone = one.gone();
        audit.record(new AuditEvent.GrantRevoked(
                gone.realm(), gone.by().of(gone.user()).at(one.relyingParty()), "identity-unlinked"));
    }
}
