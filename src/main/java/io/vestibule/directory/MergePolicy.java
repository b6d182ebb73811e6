package io.vestibule.directory;

import io.vestibule.realm.Realm;
import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;

/**
 * The realm's {@code merging} block: when two users become one.
 *
 * @param byPeople whether people may do it with accounts that are both theirs; operators may in any case
 * @param reversibleFor how long it can be undone
 */
public record MergePolicy(
        @IfAbsent("true") boolean byPeople, @IfAbsent("14d") Duration reversibleFor) {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final MergePolicy STANDARD = new MergePolicy(true, Duration.ofDays(14));

    public MergePolicy {
        if (reversibleFor.isNegative() || reversibleFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("reversibleFor must be between 0s and 366d");
        }
    }

    public static MergePolicy of(Realm realm) {
        return realm.blocks().find(MergePolicy.class).orElse(STANDARD);
    }
}
