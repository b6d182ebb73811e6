package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One row of oauth1_access_token. */
@Entity
@Table(name = "oauth1_access_token")
class AccessTokenEntity extends HandedOnEntity {
    @Column(name = "consumer_id", nullable = false)
    String consumerId;

    @Column(name = "sealed_secret", nullable = false)
    byte[] sealedSecret;

    @Column(name = "project_id", nullable = false)
    String projectId;

    @Column(name = "authorizing_user_id", nullable = false)
    UUID authorizingUserId;

    @Column(nullable = false)
    String roles;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;
}
