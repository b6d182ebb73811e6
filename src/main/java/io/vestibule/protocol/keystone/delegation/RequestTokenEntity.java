package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of oauth1_request_token. */
@Entity
@Table(name = "oauth1_request_token")
class RequestTokenEntity extends HandedOnEntity {
    @Column(name = "consumer_id", nullable = false)
    String consumerId;

    @Column(name = "sealed_secret", nullable = false)
    byte[] sealedSecret;

    @Column(name = "project_id", nullable = false)
    String projectId;

    @Column(name = "authorizing_user_id")
    @Nullable
    UUID authorizingUserId;

    @Nullable
    String roles;

    @Column(name = "verifier_hash")
    byte @Nullable [] verifierHash;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;
}
