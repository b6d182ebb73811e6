package io.vestibule.protocol.keystone.token;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.directory.Identities;
import io.vestibule.directory.Identities.Way;
import io.vestibule.directory.IdentityUnlinked;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;

/**
 * Which tokens somebody's account elsewhere was shown for. They end with its link, and those made from them: they may never have
 * been that person's. Those of a browser's session end with it ({@link TokenSessions}).
 */
@ApplicationScoped
class TokensOfIdentity {
    private final IdentityTokenRepository rows;
    private final RevokedTokens revoked;
    private final Identities identities;
    private final Realms realms;
    private final Event<Ended> ended;
    private final AuditLog audit;
    private final Clock clock;

    TokensOfIdentity(
            IdentityTokenRepository rows,
            RevokedTokens revoked,
            Identities identities,
            Realms realms,
            Event<Ended> ended,
            AuditLog audit,
            Clock clock) {
        this.rows = rows;
        this.revoked = revoked;
        this.identities = identities;
        this.realms = realms;
        this.ended = ended;
        this.audit = audit;
        this.clock = clock;
    }

    /** Some were there, unless the transaction is undone. */
    record Ended(IdentityUnlinked gone) {}

    /** Written before the token is: of a link that was undone meanwhile there is none. */
    @Transactional
    void bind(Realm realm, TokenPayload token, ShownIdentity shown) {
        if (!identities.hold(realm.name(), shown.user(), shown.way())) {
            throw KeystoneRefused.unauthorized().because("identity-unlinked");
        }
        // The one that a line began with may last longer than what is made from it.
        TokenLine line = new TokenLine(
                token.chainId(), token.issuedAt().plus(KeystoneRealm.of(realm).tokenLifetime()));
        rows.add(realm.name(), line, shown.way());
    }

    void unlinked(@Observes IdentityUnlinked gone) {
        List<TokenLine> lines = rows.of(gone.realm(), new Way(gone.connector(), gone.subject()));
        realms.find(gone.realm())
                .ifPresent(realm -> lines.forEach(line -> revoked.revoke(realm, line.auditId(), line.expiresAt())));
        if (!lines.isEmpty()) {
            ended.fire(new Ended(gone));
        }
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) Ended these) {
        IdentityUnlinked gone = these.gone();
        audit.record(new AuditEvent.GrantRevoked(gone.realm(), gone.by().of(gone.user()), "identity-unlinked"));
    }

    @Scheduled(every = "10m", delayed = "7m")
    void forgetExpired() {
        rows.deleteExpired(clock.instant());
    }
}
