package io.vestibule.logout;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Do you want to sign out?": {@code name=logout}, {@code value=yes|no}.
 *
 * @param flow sealed request, bound to this browser
 * @param relyingParty who asked, when it is known
 */
public record ConfirmLogoutView(
        Optional<RealmName> pageRealm,
        URI action,
        String flow,
        Optional<String> relyingParty,
        String displayName,
        List<String> languages)
        implements PageModel {
    @Override
    public String template() {
        return "confirm-logout";
    }
}
