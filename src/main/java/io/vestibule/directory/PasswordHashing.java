package io.vestibule.directory;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vestibule.realm.PasswordPolicy.Argon2Parameters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Hashes passwords on as many threads as there are cores and no more. They are threads of the platform: the C library would
 * pin a virtual thread's carrier, and a handful of logins would stop every other request. Who waits too long is sent away
 * without having cost anything.
 */
@ApplicationScoped
class PasswordHashing {
    static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    static final int WAITING_PER_THREAD = 100;
    private static final int SCRYPTS_AT_ONCE = 2;
    private static final int SALT_BYTES = 16;
    private static final int TAG_BYTES = 32;

    private final int threads = Runtime.getRuntime().availableProcessors();
    /** However many cores there are: what others hashed with scrypt fills the heap, unlike ours. */
    private final Semaphore memory = new Semaphore(SCRYPTS_AT_ONCE, true);

    private final ThreadPoolExecutor pool;
    private final Timer timer;
    private final SecureRandom random;
    private volatile @Nullable Argon2 argon2;

    PasswordHashing(MeterRegistry meters, SecureRandom random) {
        this.random = random;
        this.timer = Timer.builder("vestibule.password.hashing")
                .description("Argon2id computations")
                .register(meters);
        this.pool = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(threads * WAITING_PER_THREAD),
                Thread.ofPlatform().name("password-hashing-", 0).daemon().factory());
        pool.allowCoreThreadTimeOut(true);
    }

    int threads() {
        return threads;
    }

    /** Does {@code work}, which hashes, when it is its turn; empty when there are too many before it. */
    <T> Optional<T> inTurn(Callable<T> work) {
        Future<T> turn;
        try {
            turn = pool.submit(work);
        } catch (RejectedExecutionException full) {
            return Optional.empty();
        }
        try {
            return Optional.of(turn.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException busy) {
            turn.cancel(false);
            return Optional.empty();
        } catch (InterruptedException stopping) {
            turn.cancel(false);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException broken) {
            throw new IllegalStateException("password hashing failed", broken.getCause());
        }
    }

    /** Only within {@link #inTurn}. */
    PasswordHash hash(byte[] password, Argon2Parameters cost) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(cost, salt, tag(password, salt, cost, TAG_BYTES));
    }

    /** Only within {@link #inTurn}. */
    boolean matches(byte[] password, StoredHash hash) {
        return switch (hash) {
            case PasswordHash ours ->
                MessageDigest.isEqual(ours.tag(), tag(password, ours.salt(), ours.cost(), ours.tag().length));
            case ImportedHash imported when imported.fillsMemory() -> oneOfFew(password, imported);
            case ImportedHash imported -> imported.matches(password);
        };
    }

    private boolean oneOfFew(byte[] password, ImportedHash hash) {
        memory.acquireUninterruptibly();
        try {
            return hash.matches(password);
        } finally {
            memory.release();
        }
    }

    /** As long as {@link #matches} takes, for those who have no hash. */
    void pretend(byte[] password, Argon2Parameters cost) {
        matches(password, new PasswordHash(cost, new byte[SALT_BYTES], new byte[TAG_BYTES]));
    }

    private byte[] tag(byte[] password, byte[] salt, Argon2Parameters cost, int length) {
        Argon2 implementation = argon2();
        long start = System.nanoTime();
        byte[] tag = implementation.tag(password, salt, cost, length);
        timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return tag;
    }

    /** Found at the first hash and not at the start, which it would delay. */
    private Argon2 argon2() {
        Argon2 known = argon2;
        if (known == null) {
            synchronized (this) {
                known = argon2 == null ? Argon2.fastest() : argon2;
                argon2 = known;
            }
        }
        return known;
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }
}
