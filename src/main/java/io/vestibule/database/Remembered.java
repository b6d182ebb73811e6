package io.vestibule.database;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;

/**
 * What was read a moment ago. What another node changes is seen here within a second, when the memory ends; what this node
 * changes is seen at once, because it is not remembered for a while: also a read that began before the change and ends after
 * it leaves nothing behind.
 */
public final class Remembered<K, V> {
    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration LONGER_THAN_ANY_READ = Duration.ofMinutes(2); // whose socket times out after one
    private static final int MOST = 50_000;

    private final Cache<K, V> values;
    private final Cache<K, Boolean> changed;

    public Remembered() {
        this(Ticker.systemTicker()); // not the clock: what is put right must not keep anything
    }

    Remembered(Ticker time) {
        this.values = Caffeine.newBuilder()
                .ticker(time)
                .maximumSize(MOST)
                .expireAfterWrite(KEPT)
                .build();
        this.changed = Caffeine.newBuilder()
                .ticker(time)
                .expireAfterWrite(LONGER_THAN_ANY_READ)
                .build();
    }

    public Optional<V> find(K key) {
        return Optional.ofNullable(values.getIfPresent(key));
    }

    /** Takes a value as just read. */
    public void keep(K key, V value) {
        if (changed.getIfPresent(key) == null) {
            values.put(key, value);
            if (changed.getIfPresent(key) != null) { // meanwhile: one of the two looks came after the other's write
                values.invalidate(key);
            }
        }
    }

    /** To be called when a change is committed. */
    public void changed(K key) {
        changed.put(key, Boolean.TRUE);
        values.invalidate(key);
    }
}
