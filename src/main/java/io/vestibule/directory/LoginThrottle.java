package io.vestibule.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many wrong passwords may come from one address, whatever the accounts: stops one machine from trying one password on
 * everybody. Only failures count, so an office behind one address is never stopped by its own successes. While there are too
 * many overall, each address has only a few: a thousand machines with thirty guesses each get three thousand, and whoever has
 * not failed yet notices nothing.
 */
@ApplicationScoped
public class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST = 200_000;
    private static final int IPV6_NETWORK_BYTES = 8; // a home or a machine has a /64, with 2^64 addresses to come from

    private final Cache<String, Bucket> failures =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(WINDOW).build();
    private static final int FEW = 3;

    private final int allowed;
    private final TimeMeter time;
    private final Bucket overall;

    LoginThrottle(
            @ConfigProperty(name = "vestibule.login.failures-per-address", defaultValue = "30") int allowed,
            @ConfigProperty(name = "vestibule.login.failures-overall", defaultValue = "3000") int allowedOverall,
            Clock clock) {
        this.allowed = allowed;
        this.time = new ClockMeter(clock);
        this.overall = full(allowedOverall);
    }

    /** Whether a password from {@code address} is looked at. */
    public boolean mayTry(String address) {
        Bucket bucket = failures.getIfPresent(network(address));
        if (bucket == null) {
            return true;
        }
        long left = bucket.getAvailableTokens();
        return left > 0 && (overall.getAvailableTokens() > 0 || left > allowed - FEW);
    }

    /** A password from {@code address} was wrong. */
    public void failed(String address) {
        overall.tryConsume(1);
        failures.asMap().compute(network(address), (network, before) -> {
            Bucket bucket = before == null ? full(allowed) : before;
            bucket.tryConsume(1);
            return bucket; // written anew, so that it is kept until it would be full again
        });
    }

    private Bucket full(int most) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
                .withCustomTimePrecision(time)
                .build();
    }

    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A colon makes it a literal: the JDK refuses a broken one and never asks a name server.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return Duration.ofMillis(clock.millis()).toNanos();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
