package io.vestibule.directory;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Whoever became one with another is removed for good once it can no longer be undone. */
@ApplicationScoped
class ExpiredMerges {
    private static final Logger LOG = Logger.getLogger(ExpiredMerges.class);

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
        for (Merged merged : merges.over(clock.instant())) {
            try {
                remove(merged);
            } catch (RuntimeException failed) { // the others go all the same, and this one is tried again in an hour
                LOG.errorf(failed, "could not remove user %s, who became one with another", merged.merged());
            }
        }
    }

    /** An undo, or an administrator, may have been faster than this: what was read is looked at again under the lock. */
    void remove(Merged merged) {
        accounts.delete(merged.realm(), merged.merged(), row -> {
            boolean stands = merges.find(merged.realm(), row.id)
                    .filter(now -> !clock.instant().isBefore(now.merged().undoUntil()))
                    .isPresent();
            if (stands && row.enabled) {
                merges.forget(merged.merged()); // switched on again: a user like any other
            }
            return stands && !row.enabled ? Optional.empty() : Optional.of(new AccountOutcome.Unknown());
        });
    }
}
