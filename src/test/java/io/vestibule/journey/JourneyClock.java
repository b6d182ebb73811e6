package io.vestibule.journey;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The server's clock, which a test may put forward. */
@Alternative
@Singleton
public class JourneyClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    public void move(Duration by) {
        ahead = by;
    }

    public void backToNow() {
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the server counts in UTC");
    }
}
