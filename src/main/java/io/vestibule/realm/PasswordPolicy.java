package io.vestibule.realm;

import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Local passwords of a realm.
 *
 * @param minimumLength characters, when a password is set
 * @param failuresBeforeLockout wrong passwords in a row which lock the account
 * @param lockoutDuration how long it stays locked
 * @param lockoutForever whether it stays locked until an administrator enables it again or sets a password
 * @param pattern regular expression that a new password matches from its beginning on
 * @param patternDescription what it asks for, in words for whoever chooses a password
 * @param uniqueLast a new password differs from so many before it; none or one asks nothing
 * @param minimumAge how long a password chosen by its user stays before it can be changed again
 * @param expiresAfter how long a password lasts
 * @param changeOnFirstUse whether a password set by somebody else is good only for choosing another
 * @param idleLimit who does not sign in for so long is disabled
 * @param argon2 cost of Argon2id (RFC 9106); hashes below it are renewed at the next login
 */
public record PasswordPolicy(
        @IfAbsent("8") int minimumLength,
        @IfAbsent("10") int failuresBeforeLockout,
        @IfAbsent("15m") Duration lockoutDuration,
        @IfAbsent("false") boolean lockoutForever,
        Optional<String> pattern,
        Optional<String> patternDescription,
        @IfAbsent("0") int uniqueLast,
        @IfAbsent("0s") Duration minimumAge,
        Optional<Duration> expiresAfter,
        @IfAbsent("false") boolean changeOnFirstUse,
        Optional<Duration> idleLimit,
        Argon2Parameters argon2) {
    private static final int MOST_REMEMBERED = 50; // each is hashed when a password is changed

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
        if (pattern.isPresent() && patternDescription.isEmpty()) {
            throw new IllegalArgumentException("patternDescription must say in words what pattern asks for");
        }
        pattern.ifPresent(Pattern::compile);
        if (uniqueLast < 0 || uniqueLast > MOST_REMEMBERED) {
            throw new IllegalArgumentException("uniqueLast must be between 0 and " + MOST_REMEMBERED);
        }
        if (minimumAge.isNegative()) {
            throw new IllegalArgumentException("minimumAge must not be negative");
        }
        if (expiresAfter.isPresent() && expiresAfter.get().compareTo(minimumAge) <= 0) {
            throw new IllegalArgumentException("expiresAfter must be longer than minimumAge");
        }
        if (idleLimit.isPresent() && idleLimit.get().compareTo(Duration.ofDays(1)) < 0) {
            throw new IllegalArgumentException("idleLimit must be a day or more");
        }
    }

    /** Whether it is as {@code pattern} wants it. */
    public boolean isAsWanted(String password) {
        return pattern.map(wanted -> Pattern.compile(wanted).matcher(password).lookingAt())
                .orElse(true);
    }

    /** Asks for a length and limits guessing, and no more. */
    public PasswordPolicy(
            int minimumLength, int failuresBeforeLockout, Duration lockoutDuration, Argon2Parameters argon2) {
        this(
                minimumLength,
                failuresBeforeLockout,
                lockoutDuration,
                false,
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO,
                Optional.empty(),
                false,
                Optional.empty(),
                argon2);
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
