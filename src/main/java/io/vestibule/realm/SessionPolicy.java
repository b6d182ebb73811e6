package io.vestibule.realm;

import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;

/**
 * How long an SSO session lives.
 *
 * @param idle ends when unused this long
 * @param lifetime ends this long after the login, used or not
 */
public record SessionPolicy(
        @IfAbsent("8h") Duration idle, @IfAbsent("24h") Duration lifetime) {
    public SessionPolicy {
        if (!idle.isPositive()) {
            throw new IllegalArgumentException("idle must be longer than nothing");
        }
        if (lifetime.compareTo(idle) < 0) {
            throw new IllegalArgumentException("lifetime must be at least as long as idle");
        }
    }

    public static SessionPolicy standard() {
        return new SessionPolicy(Duration.ofHours(8), Duration.ofHours(24));
    }
}
