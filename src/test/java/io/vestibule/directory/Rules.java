package io.vestibule.directory;

import static io.vestibule.directory.Samples.CHEAP;

import io.vestibule.realm.PasswordPolicy;
import java.time.Duration;
import java.util.Optional;

/** A policy, rule by rule. */
final class Rules {
    private boolean forever;
    private Optional<String> pattern = Optional.empty();
    private Optional<String> description = Optional.empty();
    private int unique;
    private Duration minimumAge = Duration.ZERO;
    private Optional<Duration> expires = Optional.empty();
    private boolean firstUse;
    private Optional<Duration> idle = Optional.empty();

    Rules lockoutForever() {
        forever = true;
        return this;
    }

    Rules pattern(String regex, String words) {
        pattern = Optional.of(regex);
        description = Optional.of(words);
        return this;
    }

    Rules uniqueLast(int count) {
        unique = count;
        return this;
    }

    Rules minimumAge(Duration age) {
        minimumAge = age;
        return this;
    }

    Rules expiresAfter(Duration age) {
        expires = Optional.of(age);
        return this;
    }

    Rules changeOnFirstUse() {
        firstUse = true;
        return this;
    }

    Rules idleLimit(Duration time) {
        idle = Optional.of(time);
        return this;
    }

    PasswordPolicy policy() {
        return new PasswordPolicy(
                8,
                3,
                Duration.ofMinutes(15),
                forever,
                pattern,
                description,
                unique,
                minimumAge,
                expires,
                firstUse,
                idle,
                CHEAP);
    }
}
