package io.vestibule.boot;

import java.util.function.Supplier;

/** One question that doctor asks. */
record Check(String name, Supplier<Finding> look) {
    /** A check that itself breaks is a finding too, not the end of the round. */
    Finding answer() {
        try {
            return look.get();
        } catch (RuntimeException e) {
            return Finding.failure(String.valueOf(e.getMessage()), "Mend this and run doctor again.");
        }
    }
}
