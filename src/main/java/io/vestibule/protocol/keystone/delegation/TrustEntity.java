package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of trust. */
@Entity
@Table(name = "trust")
class TrustEntity extends HandedOnEntity {
    @Column(name = "trustor_user_id", nullable = false)
    UUID trustorId;

    @Column(name = "trustee_user_id", nullable = false)
    UUID trusteeId;

    @Column(name = "project_id")
    @Nullable
    String projectId;

    @Column(nullable = false)
    boolean impersonation;

    @Column(nullable = false)
    String roles;

    @Column(name = "remaining_uses")
    @Nullable
    Integer remainingUses;

    @Column(name = "redelegated_trust_id")
    @Nullable
    String redelegatedId;

    @Column(name = "redelegation_count", nullable = false)
    int redelegationCount;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(nullable = false)
    String extra;
}
