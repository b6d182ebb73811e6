package io.vestibule.login;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.records.ExpiringRecords;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Links by which a forgotten password is replaced. The database knows only a digest of each; what it stands for is sealed, and
 * bound to the password as it was.
 */
@ApplicationScoped
class ResetLinks {
    private static final String KIND = "password-reset";
    private static final String LETTERS = "password-reset-letter";
    private static final int MOST_IN_AN_HOUR = 3;

    private final ExpiringRecords records;
    private final RandomTokens tokens;
    private final FlowSeal seal;
    private final Clock clock;

    ResetLinks(ExpiringRecords records, RandomTokens tokens, FlowSeal seal, Clock clock) {
        this.records = records;
        this.tokens = tokens;
        this.seal = seal;
        this.clock = clock;
    }

    /**
     * What a link stands for.
     *
     * @param mark of everything whose change makes it void
     * @param flow the sealed login in which the password was forgotten
     */
    record Meant(UserId user, String mark, String flow) {}

    /** Whether this account may be written to once more in this hour; counts for every node, and whatever was typed. */
    boolean mayWrite(RealmName realm, UserId user) {
        Instant until = clock.instant().plus(Duration.ofHours(1));
        return IntStream.range(0, MOST_IN_AN_HOUR)
                .anyMatch(n -> records.firstUse(LETTERS, realm + " " + user.hex() + " " + n, until));
    }

    /** The secret of a new link. */
    String issue(RealmName realm, Meant meant, Duration lifetime) {
        String token = tokens.next();
        records.put(KIND, token, seal.seal(realm, KIND, meant), clock.instant().plus(lifetime));
        return token;
    }

    /** Without using it up: whoever scans letters opens every link. */
    Optional<Meant> peek(RealmName realm, String token) {
        return records.peek(KIND, token).flatMap(text -> seal.open(realm, KIND, Meant.class, text));
    }

    /** Of any number of callers at once one gets true. */
    boolean use(String token) {
        return records.take(KIND, token).isPresent();
    }
}
