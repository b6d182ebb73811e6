package io.vestibule.realm;

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
        int minimumLength, int failuresBeforeLockout, Duration lockoutDuration, Argon2Parameters argon2) {
    /**
     * @param memoryKib memory in KiB
     * @param iterations passes over it
     * @param parallelism lanes
     */
    public record Argon2Parameters(int memoryKib, int iterations, int parallelism) {}

    public static PasswordPolicy standard() {
        return new PasswordPolicy(8, 10, Duration.ofMinutes(15), new Argon2Parameters(19 * 1024, 2, 1));
    }
}
