package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/**
 * "Choose a new password", by a link: fields {@code wanted}, {@code repeated}.
 *
 * @param token of the link, posted back as {@code token}
 * @param minimumLength characters a new password has at least
 * @param wanted what else it has to be like, in the operator's words
 * @param unique how many passwords in a row differ
 * @param done whether it is set
 * @param next where the login goes on that the password was forgotten in
 */
public record ResetView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        URI action,
        String token,
        String username,
        int minimumLength,
        Optional<String> wanted,
        int unique,
        Optional<NewPasswordView.Problem> problem,
        boolean done,
        URI next)
        implements PageModel {
    @Override
    public String template() {
        return "reset";
    }

    /** Where nothing is asked any more there is nothing to ask again. */
    @Override
    public Optional<URI> again() {
        return done ? Optional.empty() : Optional.of(URI.create(action + "?token=" + token));
    }
}
