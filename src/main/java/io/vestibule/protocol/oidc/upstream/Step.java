package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import java.util.function.Function;

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

    /** A message that does not verify. */
    static <T> Step<T> invalid(String reason, String expected, String actual) {
        return stopped(new Rejected(Rejection.INVALID_MESSAGE, reason, expected, Shown.of(actual)));
    }

    static <T> Step<T> unreachable(String detail) {
        return stopped(new Unreachable(Shown.of(detail)));
    }
}
