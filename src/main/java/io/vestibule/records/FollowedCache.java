package io.vestibule.records;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies that live until their room hears that they changed, made by {@link Changes#cache}. They are used only while this
 * node hears from the database; otherwise each question goes there. What was read before a change and is kept after it would
 * be stale for ever: a value whose reading overlaps any eviction is given out and not kept.
 */
public final class FollowedCache<K, V> {
    private final Cache<K, V> values;
    private final AtomicLong evictions = new AtomicLong();
    private final BooleanSupplier heardLately;
    private final LongSupplier epoch;
    private volatile long filledIn;

    FollowedCache(int most, BooleanSupplier heardLately, LongSupplier epoch) {
        this.values = Caffeine.newBuilder().maximumSize(most).build();
        this.heardLately = heardLately;
        this.epoch = epoch;
        this.filledIn = epoch.getAsLong();
    }

    /** The copy, or what {@code reading} finds now. */
    public V get(K key, Function<? super K, ? extends V> reading) {
        return find(key, asked -> Optional.of(reading.apply(asked))).orElseThrow();
    }

    /** The copy, or what {@code reading} finds now; what is not there is asked for again each time. */
    public Optional<V> find(K key, Function<? super K, Optional<? extends V>> reading) {
        if (!heardLately.getAsBoolean()) {
            return reading.apply(key).map(value -> value);
        }
        forgetOtherEpochs();
        @Nullable V kept = values.getIfPresent(key);
        if (kept != null) {
            return Optional.of(kept);
        }
        long before = evictions.get();
        Optional<V> read = reading.apply(key).map(value -> value);
        read.ifPresent(value -> keep(key, value, before));
        return read;
    }

    /** The copy when there is one that may be used. */
    public Optional<V> ifKept(K key) {
        if (!heardLately.getAsBoolean()) {
            return Optional.empty();
        }
        forgetOtherEpochs();
        return Optional.ofNullable(values.getIfPresent(key));
    }

    public void evict(K key) {
        evictions.incrementAndGet();
        values.invalidate(key);
    }

    /** Evicts each entry that {@code concerned} accepts. */
    public void evictIf(Predicate<? super K> concerned) {
        evictions.incrementAndGet();
        values.asMap().keySet().removeIf(concerned);
    }

    public void clear() {
        evictions.incrementAndGet();
        values.invalidateAll();
    }

    private void keep(K key, V value, long before) {
        if (evictions.get() != before) {
            return;
        }
        values.put(key, value);
        if (evictions.get() != before) { // it may have been evicted between the look and the put
            values.invalidate(key);
        }
    }

    private void forgetOtherEpochs() {
        long now = epoch.getAsLong();
        if (filledIn != now) {
            clear();
            filledIn = now;
        }
    }
}
