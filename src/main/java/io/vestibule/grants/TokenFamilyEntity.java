package io.vestibule.grants;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of token_family. */
@Entity
@Table(name = "token_family")
class TokenFamilyEntity extends PanacheEntityBase {
    @Id
    UUID id;

    @Column(nullable = false)
    String realm;

    @Column(name = "relying_party", nullable = false)
    String relyingParty;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(name = "session_id", nullable = false)
    UUID sessionId;

    @Column(nullable = false)
    boolean offline;

    @Column(nullable = false)
    String content;

    @Column(nullable = false)
    int generation;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;
}
