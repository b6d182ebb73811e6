package io.vestibule.portal;

import io.vestibule.identity.RealmName;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What of a request decides how a page is shown.
 *
 * @param get whether asking for the same address again shows the same page
 * @param query every parameter with its values, decoded
 * @param realm the realm in the path; it need not exist
 * @param languageCookie the language that the person switched to before
 * @param accepted the browser's languages, most wanted first
 */
record PageRequest(
        boolean get,
        Map<String, List<String>> query,
        Optional<RealmName> realm,
        Optional<String> languageCookie,
        List<Locale> accepted) {
    static final String LANGUAGE_PARAMETER = "lang";
    static final String LANGUAGE_COOKIE = "vestibule_lang";
    static final String SEARCH_PARAMETER = "q";

    Optional<String> languageParameter() {
        return Optional.ofNullable(query.get(LANGUAGE_PARAMETER)).map(List::getFirst);
    }
}
