package io.vestibule.protocol.keystone.delegation;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.delegation.OriginRepository.Made;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;

/**
 * What somebody handed on as the person whom an account elsewhere led to ends with that link, and what was made with it: they may
 * never have been that person.
 */
@ApplicationScoped
class UnlinkedDelegations {
    private final OriginRepository rows;
    private final ApplicationCredentials keys;
    private final Credentials credentials;
    private final Trusts trusts;
    private final RequestTokens requests;
    private final AccessTokens tokens;
    private final Event<Ended> ended;
    private final AuditLog audit;

    UnlinkedDelegations(
            OriginRepository rows,
            ApplicationCredentials keys,
            Credentials credentials,
            Trusts trusts,
            RequestTokens requests,
            AccessTokens tokens,
            Event<Ended> ended,
            AuditLog audit) {
        this.rows = rows;
        this.keys = keys;
        this.credentials = credentials;
        this.trusts = trusts;
        this.requests = requests;
        this.tokens = tokens;
        this.ended = ended;
        this.audit = audit;
    }

    /** One of them, unless the transaction is undone. */
    record Ended(IdentityUnlinked gone) {}

    void unlinked(@Observes IdentityUnlinked gone) {
        for (Made made : rows.madeBy(gone.realm(), new Way(gone.connector(), gone.subject()))) {
            if (end(gone.realm(), made)) { // not with the one that it was made with
                ended.fire(new Ended(gone));
            }
            rows.forget(gone.realm(), made);
        }
    }

    private boolean end(RealmName realm, Made made) {
        String id = made.id();
        return switch (made.kind()) {
            case APPLICATION_CREDENTIAL ->
                keys.read(realm, id)
                        .map(one -> done(() -> keys.delete(realm, id)))
                        .orElse(false);
            case CREDENTIAL ->
                credentials
                        .find(realm, id)
                        .map(one -> done(() -> credentials.delete(realm, one)))
                        .orElse(false);
            case TRUST ->
                trusts.read(realm, id)
                        .map(one -> done(() -> trusts.delete(realm, id)))
                        .orElse(false);
            case REQUEST_TOKEN -> requests.take(realm, id);
            case ACCESS_TOKEN ->
                tokens.read(realm, id)
                        .map(one -> done(() -> tokens.delete(realm, one.user(), id)))
                        .orElse(false);
        };
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ended one) {
        IdentityUnlinked gone = one.gone();
        audit.record(new AuditEvent.GrantRevoked(gone.realm(), gone.by().of(gone.user()), "identity-unlinked"));
    }
}
