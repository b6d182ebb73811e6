package io.vestibule.records;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which numbered notices were seen. Numbers are given in order and committed in any: between two that were seen, those that
 * were not belong to transactions still under way, or rolled back. They are asked for until no transaction lives that long.
 */
final class NoticeNumbers {
    private static final long LONGEST_TRANSACTION = Duration.ofMinutes(2).toNanos();
    private static final int MOST_MISSING = 10_000;
    private static final int BEFORE_FIRST = 100; // begun before this node and committed after

    private final Map<Long, Long> missing = new LinkedHashMap<>();
    private long last;
    private boolean begun;
    private boolean lostCount;

    long last() {
        return last;
    }

    Collection<Long> missing() {
        return List.copyOf(missing.keySet());
    }

    /** Whether more numbers were skipped than can be asked for; true once. */
    boolean lostCount() {
        boolean was = lostCount;
        lostCount = false;
        return was;
    }

    /** Takes note of ascending {@code seen}, read at {@code now} nanoseconds. */
    void take(List<Long> seen, long now) {
        missing.values().removeIf(since -> now - since > LONGEST_TRANSACTION);
        for (long number : seen) {
            if (number > last) {
                skip(begun ? last + 1 : Math.max(1, number - BEFORE_FIRST), number, now);
                last = number;
                begun = true;
            } else {
                missing.remove(number);
            }
        }
    }

    private void skip(long from, long to, long now) {
        if (to - from + missing.size() > MOST_MISSING) {
            missing.clear();
            lostCount = true;
            return;
        }
        for (long number = from; number < to; number++) {
            missing.put(number, now);
        }
    }
}
