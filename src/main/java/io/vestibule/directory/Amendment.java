package io.vestibule.directory;

/** What a change says about something that may be absent. */
public sealed interface Amendment<T> {
    record Untouched<T>() implements Amendment<T> {}

    record Cleared<T>() implements Amendment<T> {}

    record To<T>(T value) implements Amendment<T> {}

    static <T> Amendment<T> untouched() {
        return new Untouched<>();
    }

    static <T> Amendment<T> cleared() {
        return new Cleared<>();
    }

    static <T> Amendment<T> to(T value) {
        return new To<>(value);
    }
}
