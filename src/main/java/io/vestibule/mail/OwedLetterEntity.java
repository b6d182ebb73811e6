package io.vestibule.mail;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One row of owed_letter. */
@Entity
@Table(name = "owed_letter")
class OwedLetterEntity {
    @Id
    UUID id;

    @Column(nullable = false)
    String realm;

    @Column(name = "sealed_letter", nullable = false)
    byte[] sealedLetter;

    @Column(nullable = false)
    int attempts;

    @Column(name = "worth_until", nullable = false)
    Instant worthUntil;

    @Column(name = "next_attempt_at", nullable = false)
    Instant nextAttemptAt;
}
