package io.vestibule.keys;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** One row of realm_key. */
@Entity
@Table(name = "realm_key")
class RealmKeyEntity extends PanacheEntityBase {
    @Id
    String kid;

    @Column(nullable = false)
    String realm;

    @Column(nullable = false)
    String purpose;

    @Column(nullable = false)
    String algorithm;

    @Column(name = "public_part", nullable = false)
    String publicPart;

    @Column(name = "sealed_private", nullable = false)
    byte[] sealedPrivate;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    @Column(name = "activates_at", nullable = false)
    Instant activatesAt;

    @Column(name = "retires_at", nullable = false)
    Instant retiresAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;
}
