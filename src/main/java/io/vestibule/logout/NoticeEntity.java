package io.vestibule.logout;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of logout_notice. */
@Entity
@Table(name = "logout_notice")
@IdClass(NoticeEntity.Key.class)
class NoticeEntity {
    @Id
    @Column(name = "session_id")
    UUID sessionId;

    @Id
    String protocol;

    @Id
    @Column(name = "relying_party")
    String relyingParty;

    @Column(nullable = false)
    String realm;

    @Column(name = "user_id", nullable = false)
    UUID userId;

    @Column(nullable = false)
    String memory;

    @Column(nullable = false)
    int attempts;

    @Column(name = "owed_since", nullable = false)
    Instant owedSince;

    @Column(name = "next_attempt_at", nullable = false)
    Instant nextAttemptAt;

    /** Session, protocol and relying party. */
    record Key(
            @Nullable UUID sessionId,
            @Nullable String protocol,
            @Nullable String relyingParty) implements Serializable {
        Key() {
            this(null, null, null);
        }
    }
}
