package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One row of local_credential. */
@Entity
@DynamicUpdate
@Table(name = "local_credential")
class LocalCredentialEntity extends PanacheEntityBase {
    @Id
    @Column(name = "user_id")
    UUID userId;

    @Column(name = "password_hash", nullable = false)
    String passwordHash;

    @Column
    byte @Nullable [] seed;

    @Column(name = "changed_at", nullable = false)
    Instant changedAt;

    @Column(name = "failed_attempts", nullable = false)
    int failedAttempts;

    @Column(name = "locked_until")
    @Nullable
    Instant lockedUntil;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "first_use", nullable = false)
    boolean firstUse;

    @Column(name = "self_service", nullable = false)
    boolean selfService;

    /** Since when somebody came in with it, or with one that it was changed from by whoever knew that. */
    @Column(name = "known_since", nullable = false)
    Instant knownSince;

    boolean locked(Instant now) {
        return lockedUntil != null && lockedUntil.isAfter(now);
    }
}
