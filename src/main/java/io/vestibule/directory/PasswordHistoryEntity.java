package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of password_history: a password that somebody had. */
@Entity
@Table(name = "password_history")
@IdClass(PasswordHistoryEntity.Key.class)
class PasswordHistoryEntity extends PanacheEntityBase {
    @Id
    @Column(name = "user_id")
    UUID userId;

    @Id
    @Column(name = "set_at")
    Instant setAt;

    @Column(name = "password_hash", nullable = false)
    String passwordHash;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    /** Whose, and since when. */
    static class Key implements Serializable {
        private static final long serialVersionUID = 1L;

        @Nullable
        UUID userId;

        @Nullable
        Instant setAt;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && Objects.equals(userId, that.userId)
                    && Objects.equals(setAt, that.setAt);
        }

        @Override
        public int hashCode() {
            return Objects.hash(userId, setAt);
        }
    }
}
