package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Link these two accounts?", both proven.
 *
 * @param flow the sealed flow, posted back as {@code flow}, with {@code answer} {@code yes} or {@code no}
 * @param password whether they come in by a password so far, and {@code ways} by which accounts elsewhere
 * @param added the one that would lead here, too
 * @param other the user whom it leads to already: then it cannot be linked
 * @param merge where both become one instead
 */
public record LinkView(
        Optional<RealmName> pageRealm,
        URI action,
        String flow,
        String displayName,
        String username,
        boolean password,
        List<Way> ways,
        Way added,
        Optional<String> other,
        Optional<URI> merge)
        implements PageModel {
    /** An account elsewhere, as the person knows it. */
    public record Way(String connectorName, String account) {}

    @Override
    public String template() {
        return "link";
    }
}
