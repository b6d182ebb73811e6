package io.vestibule.everypath;

import java.util.stream.Stream;

/** The rows of one protocol. */
public interface Paths {
    /** Each prepared as far as it goes, of that stage's person, by its own login: what one attempt breaks is no other's. */
    Stream<Path> of(Stage stage);
}
