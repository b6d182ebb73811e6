package io.vestibule.connector;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The many organisations behind one connector (a federation), of which the person chooses one. */
public interface Organisations {
    /**
     * One of them.
     *
     * @param id what {@link Trip#organisation()} carries: an entity id
     * @param name in the reader's language where there is one
     */
    record Organisation(String id, String name, Optional<URI> logo) {}

    int size();

    /** The best matches for what the person typed, best first; with nothing typed the first by name. */
    List<Organisation> search(String text, List<Locale> languages, int limit);

    Optional<Organisation> find(String id, List<Locale> languages);
}
