package io.vestibule.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of session_participant. */
@Entity
@Table(name = "session_participant")
@IdClass(ParticipantEntity.Key.class)
class ParticipantEntity {
    @Id
    @Column(name = "session_id")
    UUID sessionId;

    @Id
    String protocol;

    @Id
    @Column(name = "relying_party")
    String relyingParty;

    @Column(name = "joined_at", nullable = false)
    Instant joinedAt;

    @Column(nullable = false)
    String memory;

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
