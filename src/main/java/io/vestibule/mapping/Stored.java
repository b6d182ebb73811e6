package io.vestibule.mapping;

import java.util.Optional;

/** What came of an attempt to keep something. */
public sealed interface Stored<T> {
    record Done<T>(T value) implements Stored<T> {}

    record Unknown<T>() implements Stored<T> {}

    /** There is one with that id. */
    record Taken<T>() implements Stored<T> {}

    /** Another identity provider has that remote id. */
    record RemoteIdTaken<T>(String remoteId) implements Stored<T> {}

    /** A protocol names a mapping there is not. */
    record NoSuchMapping<T>(String mapping) implements Stored<T> {}

    default Optional<T> ifDone() {
        return this instanceof Done<T> done ? Optional.of(done.value()) : Optional.empty();
    }
}
