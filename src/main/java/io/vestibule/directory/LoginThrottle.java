package io.vestibule.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.quarkus.runtime.Startup;
import io.vestibule.identity.AddressBlock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * How many wrong passwords may come from one address, whatever the accounts: stops one machine from trying one password on
 * everybody. Only failures count, so an office behind one address is never stopped by its own successes. While there are too
 * many overall, each address has only a few: a thousand machines with thirty guesses each get three thousand, and whoever has
 * not failed yet notices nothing. Addresses of which the operator says that many people's passwords come from there, as from a
 * dashboard with a form of its own, have no count of their own, or whoever types wrong ones there would lock out the others.
 */
@ApplicationScoped
@Startup // a block that is none is said at once
public class LoginThrottle {
    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int MOST = 200_000;
    private static final int FEW = 3;
    private static final int WIDEST_PER_BYTE = 2; // /8 of four bytes, /32 of sixteen
    private static final String SHARED = "vestibule.login.shared-addresses";

    private final Cache<String, Failures> failures =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(WINDOW).build();
    private final AtomicReference<Failures> overall;
    private final List<AddressBlock> shared;
    private final int allowed;
    private final int allowedOverall;
    private final Clock clock;
    private final TimeMeter time;

    LoginThrottle(
            @ConfigProperty(name = "vestibule.login.failures-per-address", defaultValue = "30") int allowed,
            @ConfigProperty(name = "vestibule.login.failures-overall", defaultValue = "3000") int allowedOverall,
            @ConfigProperty(name = SHARED) Optional<List<String>> shared,
            Clock clock) {
        this.shared = shared.orElse(List.of()).stream()
                .map(String::strip)
                .map(text -> AddressBlock.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                SHARED + ": " + text + " is neither an address nor a block of addresses")))
                .map(LoginThrottle::known)
                .toList();
        this.allowed = allowed;
        this.allowedOverall = allowedOverall;
        this.clock = clock;
        this.time = new ClockMeter(clock);
        this.overall = new AtomicReference<>(new Failures(full(allowedOverall), clock.instant()));
    }

    /** A block that no organisation has would take the brake from everybody. */
    private static AddressBlock known(AddressBlock block) {
        if (block.prefix() < block.base().getAddress().length * WIDEST_PER_BYTE) {
            throw new IllegalArgumentException(SHARED + ": " + block.base().getHostAddress() + "/" + block.prefix()
                    + " is too wide: /8 is the widest, of IPv6 addresses /32");
        }
        return block;
    }

    /** @param last a clock that was put right must not keep anybody out: what lies ahead of it counts for nothing */
    private record Failures(Bucket left, Instant last) {}

    /** Whether a password from {@code address} is looked at. */
    public boolean mayTry(String address) {
        if (isShared(address)) {
            return true;
        }
        Failures here = failures.getIfPresent(AddressBlock.network(address));
        if (here == null || liesAhead(here)) {
            return true;
        }
        long left = here.left().getAvailableTokens();
        Failures everywhere = Objects.requireNonNull(overall.get());
        boolean calm = liesAhead(everywhere) || everywhere.left().getAvailableTokens() > 0;
        return left > 0 && (calm || left > allowed - FEW);
    }

    /** A password from {@code address} was wrong. */
    public void failed(String address) {
        overall.updateAndGet(before -> oneMore(before, allowedOverall)).left().tryConsume(1);
        if (isShared(address)) {
            return;
        }
        // Written anew, so that it is kept until it would be full again.
        failures.asMap()
                .compute(AddressBlock.network(address), (network, before) -> oneMore(before, allowed))
                .left()
                .tryConsume(1);
    }

    private boolean isShared(String address) {
        return shared.stream().anyMatch(block -> block.contains(address));
    }

    private Failures oneMore(@Nullable Failures before, int most) {
        Bucket left = before == null || liesAhead(before) ? full(most) : before.left();
        return new Failures(left, clock.instant());
    }

    private boolean liesAhead(Failures failures) {
        return failures.last().isAfter(clock.instant().plus(WINDOW));
    }

    private Bucket full(int most) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(most).refillGreedy(most, WINDOW))
                .withCustomTimePrecision(time)
                .build();
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
