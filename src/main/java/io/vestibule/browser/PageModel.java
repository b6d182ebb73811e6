package io.vestibule.browser;

import io.vestibule.identity.RealmName;
import java.util.Optional;

/** What a page says; a record whose components the template of that name reads. */
public interface PageModel {
    /** The template below {@code templates/}, without ending: {@code choose}, {@code error}. */
    String template();

    /** The realm whose theme and name the page wears; none for pages outside every realm. */
    Optional<RealmName> pageRealm();
}
