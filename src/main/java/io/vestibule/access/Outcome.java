package io.vestibule.access;

import java.util.Optional;
import java.util.function.Function;

/** What came of an attempt to change something here. */
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(Refusal why) implements Outcome<T> {}

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Refusal why) {
        return new Refused<>(why);
    }

    /** The value, or what {@code refusing} makes of the reason: where a refusal is an exception on the wire. */
    default T orElseThrow(Function<? super Refusal, ? extends RuntimeException> refusing) {
        return switch (this) {
            case Done<T> done -> done.value();
            case Refused<T> refused -> throw refusing.apply(refused.why());
        };
    }

    default Optional<T> ifDone() {
        return this instanceof Done<T> done ? Optional.of(done.value()) : Optional.empty();
    }
}
