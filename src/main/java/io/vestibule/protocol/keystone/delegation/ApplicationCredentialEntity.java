package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of application_credential. */
@Entity
@Table(name = "application_credential")
class ApplicationCredentialEntity extends HandedOnEntity {
    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(name = "project_id", nullable = false)
    String projectId;

    @Column(nullable = false)
    String name;

    @Nullable
    String description;

    @Column(name = "secret_hash", nullable = false)
    String secretHash;

    @Column(nullable = false)
    boolean unrestricted;

    @Column(nullable = false)
    String roles;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "parent_id")
    @Nullable
    String parentId;
}
