package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One row of totp_secret; its id is that of the credential it came as. */
@Entity
@DynamicUpdate
@Table(name = "totp_secret")
@IdClass(RealmKey.class)
class TotpSecretEntity extends PanacheEntityBase {
    @Id
    String realm;

    @Id
    @Column(name = "credential_id")
    String id;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(name = "sealed_secret", nullable = false)
    byte[] sealedSecret;

    @Column(nullable = false)
    String label;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "failed_attempts", nullable = false)
    int failedAttempts;

    @Column(name = "locked_until")
    @Nullable
    Instant lockedUntil;
}
