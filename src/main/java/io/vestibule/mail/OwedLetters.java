package io.vestibule.mail;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Letters that are written and that no server has taken yet, in the database and sealed. */
@ApplicationScoped
class OwedLetters {
    private static final String USE = "owed-letter";
    private static final int MOST_OF_A_REALM = 5000;
    /** News leave room: whoever waits for a link stands at a door. */
    private static final int MOST_WHEN_NEWS = 4000;
    /** Longer than handing in takes: after it the node that took the letter is dead. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final List<Duration> AGAIN_AFTER = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(8),
            Duration.ofMinutes(30));

    /** No longer, or a server that is back has links to hand in that are over; on every node. */
    private static final Duration OTHERS_AGAIN_AFTER = Duration.ofSeconds(30);

    private final OwedLetterRepository repository;
    private final SecretsAtRest secrets;
    private final Clock clock;

    OwedLetters(OwedLetterRepository repository, SecretsAtRest secrets, Clock clock) {
        this.repository = repository;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** One of them, which the caller alone hands in now. */
    record Owed(UUID id, RealmName realm, byte[] sealed, int attempts, Instant worthUntil) {}

    /** @return false when too many of this realm's wait */
    @Transactional
    boolean owe(RealmName realm, Letter letter, Duration worth, boolean news) {
        if (repository.of(realm) >= (news ? MOST_WHEN_NEWS : MOST_OF_A_REALM)) {
            return false;
        }
        OwedLetterEntity row = new OwedLetterEntity();
        row.id = UUID.randomUUID();
        row.realm = realm.value();
        row.sealedLetter = secrets.seal(realm, USE, row.id.toString(), new Secret(RecordText.write(letter)));
        row.attempts = 0;
        row.nextAttemptAt = clock.instant();
        row.worthUntil = row.nextAttemptAt.plus(worth);
        repository.persist(row);
        return true;
    }

    /** The one that has waited longest, put off until the attempt that the caller makes now has surely ended; of no realm of those. */
    @Transactional
    Optional<Owed> take(Set<RealmName> but) {
        Instant now = clock.instant();
        return repository.due(now, but).map(row -> {
            row.attempts++;
            row.nextAttemptAt = now.plus(LEASE);
            return new Owed(row.id, new RealmName(row.realm), row.sealedLetter, row.attempts, row.worthUntil);
        });
    }

    boolean isWorthHandingIn(Owed owed) {
        return owed.worthUntil().isAfter(clock.instant());
    }

    Letter open(Owed owed) {
        return RecordText.read(
                secrets.open(owed.realm(), USE, owed.id().toString(), owed.sealed())
                        .reveal(),
                Letter.class);
    }

    /** Nothing more can be done, or has to. */
    @Transactional
    void settle(Owed owed) {
        repository.delete("id", owed.id()); // be it that somebody did already
    }

    /** Not now. Says when again; never, when it is worth nothing by then. */
    @Transactional
    Optional<Duration> putOff(Owed owed) {
        Duration pause = AGAIN_AFTER.get(Math.min(owed.attempts(), AGAIN_AFTER.size()) - 1);
        Instant again = clock.instant().plus(pause);
        if (!owed.worthUntil().isAfter(again)) {
            return Optional.empty();
        }
        repository.findByIdOptional(owed.id()).ifPresent(row -> row.nextAttemptAt = again);
        return Optional.of(pause);
    }

    /** Nor any other of the realm: its server takes none at present, and each would take its time to find that out. */
    @Transactional
    void putOffOthers(RealmName realm) {
        repository.putOff(realm, clock.instant().plus(OTHERS_AGAIN_AFTER));
    }

    @Transactional
    long count() {
        return repository.count();
    }
}
