package io.vestibule.records;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One row of expiring_record. */
@Entity
@Table(name = "expiring_record")
@IdClass(ExpiringRecordEntity.Key.class)
class ExpiringRecordEntity extends PanacheEntityBase {
    @Id
    String kind;

    @Id
    byte[] id;

    @Column(nullable = false)
    String content;

    @Column(name = "expires_at", nullable = false)
    Instant expiresAt;

    /** Kind and hashed handle. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        String kind;

        byte @Nullable [] id;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && java.util.Objects.equals(kind, that.kind) && Arrays.equals(id, that.id);
        }

        @Override
        public int hashCode() {
            return java.util.Objects.hashCode(kind) * 31 + Arrays.hashCode(id);
        }
    }
}
