package io.vestibule.connector;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One step of a login: its result, or the outcome that ends the login here. */
public sealed interface Step<T> {
    record Done<T>(T value) implements Step<T> {}

    record Stopped<T>(AuthnOutcome outcome) implements Step<T> {}

    /** The next step, when this one is done. */
    default <U> Step<U> then(Function<? super T, Step<U>> next) {
        return switch (this) {
            case Done<T>(T value) -> next.apply(value);
            case Stopped<T>(AuthnOutcome outcome) -> new Stopped<>(outcome);
        };
    }

    static <T> Step<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Step<T> stopped(AuthnOutcome outcome) {
        return new Stopped<>(outcome);
    }

    /** {@code value} when none of the checks, asked in this order, objects. */
    static <T> Step<T> checked(T value, Stream<Supplier<Optional<AuthnOutcome>>> checks) {
        return checks.map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst()
                .<Step<T>>map(Step::stopped)
                .orElseGet(() -> done(value));
    }

    /** A message that does not verify. */
    static <T> Step<T> invalid(String reason, String expected, @Nullable String actual) {
        return stopped(refusal(reason, expected, actual));
    }

    static <T> Step<T> unreachable(String detail) {
        return stopped(new Unreachable(Shown.of(detail)));
    }

    static AuthnOutcome refusal(String reason, String expected, @Nullable String actual) {
        return new Rejected(Rejection.INVALID_MESSAGE, reason, expected, Shown.of(actual));
    }

    /** A check: nothing when it holds. */
    static Optional<AuthnOutcome> unless(boolean met, String reason, String expected, @Nullable String actual) {
        if (met) {
            CheckTrail.met(reason, expected);
            return Optional.empty();
        }
        return Optional.of(refusal(reason, expected, actual));
    }
}
