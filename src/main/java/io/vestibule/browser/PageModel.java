package io.vestibule.browser;

import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What a page says; a record whose components the template of that name reads. */
public interface PageModel {
    /** The template below {@code templates/}, without ending: {@code choose}, {@code error}. */
    String template();

    /** The realm whose theme and name the page wears; none for pages outside every realm. */
    Optional<RealmName> pageRealm();

    /** Wanted by whoever sent the person here, most wanted first; what the person wanted themselves comes before. */
    default List<String> languages() {
        return List.of();
    }

    /**
     * The address which shows this page again by GET. Only the answer to a POST needs to name it; without it that answer has
     * no language switch and no search field.
     */
    default Optional<URI> again() {
        return Optional.empty();
    }

    /** Whether pages of ours may load it in a frame; no other page may load any. */
    default boolean withinOurPages() {
        return false;
    }
}
