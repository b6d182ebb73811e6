package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.keys.Sealer;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What a logout has to remember for some minutes: records of a realm, sealed. */
@ApplicationScoped
class SealedRounds {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final ExpiringRecords records;
    private final Sealer sealer;
    private final Clock clock;

    SealedRounds(ExpiringRecords records, Sealer sealer, Clock clock) {
        this.records = records;
        this.sealer = sealer;
        this.clock = clock;
    }

    void put(String kind, RealmName realm, String id, Record content) {
        records.put(
                kind,
                realm + " " + id,
                sealer.seal(realm, kind, RecordText.write(content)),
                clock.instant().plus(PATIENCE));
    }

    <T extends Record> Optional<T> peek(String kind, RealmName realm, String id, Class<T> type) {
        return records.peek(kind, realm + " " + id)
                .flatMap(content -> sealer.open(realm, kind, content))
                .map(text -> RecordText.read(text, type));
    }

    <T extends Record> Optional<T> take(String kind, RealmName realm, String id, Class<T> type) {
        return records.take(kind, realm + " " + id)
                .flatMap(content -> sealer.open(realm, kind, content))
                .map(text -> RecordText.read(text, type));
    }
}
