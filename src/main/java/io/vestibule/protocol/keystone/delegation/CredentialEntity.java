package io.vestibule.protocol.keystone.delegation;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of credential. */
@Entity
@Table(name = "credential")
class CredentialEntity extends HandedOnEntity {
    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(name = "project_id")
    @Nullable
    String projectId;

    @Column(nullable = false)
    String type;

    @Column(name = "sealed_blob", nullable = false)
    byte[] sealedBlob;

    @Column(nullable = false)
    String extra;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;
}
