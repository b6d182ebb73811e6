package io.vestibule.realm;

import java.time.Duration;

/**
 * How long an SSO session lives.
 *
 * @param idle ends when unused this long
 * @param lifetime ends this long after the login, used or not
 */
public record SessionPolicy(Duration idle, Duration lifetime) {
    public static SessionPolicy standard() {
        return new SessionPolicy(Duration.ofHours(8), Duration.ofHours(24));
    }
}
