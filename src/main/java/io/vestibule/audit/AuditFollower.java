package io.vestibule.audit;

import java.time.Instant;

/** Hears every event after it was written; found by CDI. Must be quick: the caller waits. */
public interface AuditFollower {
    void heard(AuditEvent event, Instant at);
}
