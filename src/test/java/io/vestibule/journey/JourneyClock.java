package io.vestibule.journey;

import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The server's clock, which a test may put forward. */
@Alternative
@Singleton
public class JourneyClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant standing;

    public void move(Duration by) {
        standing = null;
        ahead = by;
    }

    /** Until it is moved. */
    public void stand() {
        standing = instant();
    }

    public void backToNow() {
        standing = null;
        ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        Instant still = standing;
        return still != null ? still : Clock.systemUTC().instant().plus(ahead);
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
