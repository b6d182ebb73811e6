package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.records.ExpiringRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Relying parties that are being told in frames of one page, side by side, and what they said. */
@ApplicationScoped
class FramedStops {
    private static final String SENT = "logout-frame";
    private static final String ANSWER = "logout-frame-answer";
    private static final String YES = "yes";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final ExpiringRecords records;
    private final Clock clock;

    FramedStops(ExpiringRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    void sent(RealmName realm, String hop) {
        records.put(SENT, id(realm, hop), "", clock.instant().plus(PATIENCE));
    }

    /** A frame is back; false when {@code hop} is that of no frame. */
    boolean answered(RealmName realm, String hop, boolean confirmed) {
        boolean framed = records.take(SENT, id(realm, hop)).isPresent();
        if (framed) {
            records.put(
                    ANSWER,
                    id(realm, hop),
                    confirmed ? YES : "no",
                    clock.instant().plus(PATIENCE));
        }
        return framed;
    }

    /** Whether it confirmed; nothing when it has not answered. */
    Optional<Boolean> answer(RealmName realm, String hop) {
        return records.take(ANSWER, id(realm, hop)).map(YES::equals);
    }

    private static String id(RealmName realm, String hop) {
        return realm + " " + hop;
    }
}
