package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.keys.Sealer;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RecordText;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is left of a logout while the browser is away: sealed, for some minutes, and taken once. */
@ApplicationScoped
class KeptRounds {
    private static final String KIND = "logout-round";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final ExpiringRecords records;
    private final Sealer sealer;
    private final Clock clock;

    KeptRounds(ExpiringRecords records, Sealer sealer, Clock clock) {
        this.records = records;
        this.sealer = sealer;
        this.clock = clock;
    }

    /** A relying party that waits for the browser. */
    record Stop(String protocol, String relyingParty, String session, String user, String memory) {}

    /** One that is told in a frame. */
    record Sent(Stop stop, String hop) {}

    /** Whoever vouched for the person, and its own words for that. */
    record Upstream(String connector, Optional<String> session, Optional<String> logoutHint) {}

    /**
     * A round.
     *
     * @param stops to go to before the upstream, and {@code last} after it
     * @param at where the browser is now
     * @param sent who is being told in frames meanwhile
     */
    record Kept(
            Optional<String> relyingParty,
            Optional<String> returnTo,
            Optional<String> returnWhenPartial,
            List<SignedOutView.Party> parties,
            List<String> frames,
            List<Stop> stops,
            Optional<Upstream> upstream,
            String at,
            List<Sent> sent,
            List<Stop> last,
            List<String> languages) {}

    void keep(RealmName realm, String hop, Kept kept) {
        records.put(
                KIND,
                realm + " " + hop,
                sealer.seal(realm, KIND, RecordText.write(kept)),
                clock.instant().plus(PATIENCE));
    }

    Optional<Kept> take(RealmName realm, String hop) {
        return records.take(KIND, realm + " " + hop)
                .flatMap(content -> sealer.open(realm, KIND, content))
                .map(text -> RecordText.read(text, Kept.class));
    }
}
