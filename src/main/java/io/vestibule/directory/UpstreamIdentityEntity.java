package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.vestibule.identity.ConnectorId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One row of upstream_identity: which user a connector's subject is. */
@Entity
@DynamicUpdate
@Table(name = "upstream_identity")
@IdClass(UpstreamIdentityEntity.Key.class)
class UpstreamIdentityEntity extends PanacheEntityBase {
    @Id
    String realm;

    @Id
    String connector;

    @Id
    String subject;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(name = "first_seen_at", nullable = false)
    Instant firstSeenAt;

    @Column(name = "last_login_at", nullable = false)
    Instant lastLoginAt;

    LinkedIdentity linked() {
        return new LinkedIdentity(new ConnectorId(connector), subject, firstSeenAt, lastLoginAt);
    }

    /** Realm, connector and the connector's stable subject. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        String realm;

        @Nullable
        String connector;

        @Nullable
        String subject;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && Objects.equals(realm, that.realm)
                    && Objects.equals(connector, that.connector)
                    && Objects.equals(subject, that.subject);
        }

        @Override
        public int hashCode() {
            return Objects.hash(realm, connector, subject);
        }
    }
}
