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

/** One row of passkey. */
@Entity
@DynamicUpdate
@Table(name = "passkey")
@IdClass(RealmKey.class)
class PasskeyEntity extends PanacheEntityBase {
    @Id
    String realm;

    @Id
    @Column(name = "credential_id")
    String id;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    /** Whose name the authenticator was given; null: the owner's. */
    @Column(name = "handle_of")
    @Nullable
    UUID handleOf;

    @Column(nullable = false)
    byte[] attested;

    @Column(name = "sign_count", nullable = false)
    long signCount;

    @Column(name = "backup_eligible", nullable = false)
    boolean backupEligible;

    @Column(nullable = false)
    String label;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;
}
