package io.vestibule.realm;

import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;

/**
 * Local passwords of a realm.
 *
 * @param minimumLength characters, when a password is set
 * @param failuresBeforeLockout wrong passwords in a row which lock the account
 * @param lockoutDuration how long it stays locked
 * @param argon2 cost of Argon2id (RFC 9106); hashes below it are renewed at the next login
 */
public record PasswordPolicy(
        @IfAbsent("8") int minimumLength,
        @IfAbsent("10") int failuresBeforeLockout,
        @IfAbsent("15m") Duration lockoutDuration,
        Argon2Parameters argon2) {
    public PasswordPolicy {
        if (minimumLength < 1 || minimumLength > 128) {
            throw new IllegalArgumentException("minimumLength must be between 1 and 128");
        }
        if (failuresBeforeLockout < 1) {
            throw new IllegalArgumentException("failuresBeforeLockout must be at least 1");
        }
        if (!lockoutDuration.isPositive()) {
            throw new IllegalArgumentException("lockoutDuration must be longer than nothing");
        }
    }

    /**
     * @param memoryKib memory in KiB
     * @param iterations passes over it
     * @param parallelism lanes
     */
    public record Argon2Parameters(
            @IfAbsent("19456") int memoryKib,
            @IfAbsent("2") int iterations,
            @IfAbsent("1") int parallelism) {
        public Argon2Parameters {
            if (parallelism < 1 || parallelism > 64) {
                throw new IllegalArgumentException("parallelism must be between 1 and 64");
            }
            if (memoryKib < 8 * parallelism || memoryKib > 4 * 1024 * 1024) { // RFC 9106 §3.1: at least 8p
                throw new IllegalArgumentException("memoryKib must be between 8 for each lane and 4194304 (4 GiB)");
            }
            if (iterations < 1 || iterations > 1000) {
                throw new IllegalArgumentException("iterations must be between 1 and 1000");
            }
        }
    }

    public static PasswordPolicy standard() {
        return new PasswordPolicy(8, 10, Duration.ofMinutes(15), new Argon2Parameters(19 * 1024, 2, 1));
    }
}
