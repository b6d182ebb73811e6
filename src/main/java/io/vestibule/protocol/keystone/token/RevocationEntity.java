package io.vestibule.protocol.keystone.token;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** One row of keystone_revocation. */
@Entity
@Table(name = "keystone_revocation")
class RevocationEntity extends PanacheEntityBase {
    /** Its key. */
    @Embeddable
    record Id(String realm, @Column(name = "audit_id") String auditId) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    @EmbeddedId
    Id id;

    @Column(name = "revoked_at", nullable = false)
    Instant revokedAt;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;
}
