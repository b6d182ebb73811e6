package io.vestibule.directory;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Whoever became one with another is removed for good once it can no longer be undone. */
@ApplicationScoped
class ExpiredMerges {
    private static final Logger LOG = Logger.getLogger(ExpiredMerges.class);

    private static final UUID FIRST = new UUID(0, 0);
    private static final int AT_ONCE = 100;

    private final MergeRepository merges;
    private final Accounts accounts;
    private final Clock clock;

    ExpiredMerges(MergeRepository merges, Accounts accounts, Clock clock) {
        this.merges = merges;
        this.accounts = accounts;
        this.clock = clock;
    }

    @Scheduled(every = "1h", delayed = "4m")
    void removeForGood() {
        List<Merged> some = merges.over(clock.instant(), FIRST, AT_ONCE);
        while (!some.isEmpty()) {
            some.forEach(this::removeOrSay);
            some = merges.over(clock.instant(), some.getLast().merged().value(), AT_ONCE);
        }
    }

    private void removeOrSay(Merged merged) {
        try {
            remove(merged);
        } catch (RuntimeException failed) { // the others go all the same, and this one is tried again in an hour
            LOG.errorf(failed, "could not remove user %s, who became one with another", merged.merged());
        }
    }

    /** An undo, or an administrator, may have been faster than this: what was read is looked at again under the lock. */
    void remove(Merged merged) {
        accounts.delete(merged.realm(), merged.merged(), row -> {
            boolean stands = merges.find(merged.realm(), row.id)
                    .filter(now -> !clock.instant().isBefore(now.merged().undoUntil()))
                    .isPresent();
            if (stands && row.enabled) {
                merges.forget(merged.merged()); // the one they were is gone, and they were switched on again
            }
            return stands && !row.enabled ? Optional.empty() : Optional.of(new AccountOutcome.Unknown());
        });
    }
}
