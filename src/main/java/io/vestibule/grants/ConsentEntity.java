package io.vestibule.grants;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of consent. */
@Entity
@Table(name = "consent")
@IdClass(ConsentEntity.Key.class)
class ConsentEntity {
    @Id
    String realm;

    @Id
    @Column(name = "user_id")
    UUID userId;

    @Id
    @Column(name = "relying_party")
    String relyingParty;

    @Column(nullable = false)
    String items;

    @Column(name = "granted_at", nullable = false)
    Instant grantedAt;

    /** Whose consent to whom. */
    record Key(
            @Nullable String realm,
            @Nullable UUID userId,
            @Nullable String relyingParty) implements Serializable {
        Key() {
            this(null, null, null);
        }
    }
}
