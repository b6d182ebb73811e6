package io.vestibule.logout;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.logout.ApplicationLogout.Application;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Do you want to sign out?": {@code name=logout}, {@code value=yes|no}, or {@code name=only} and the id of an application.
 *
 * @param flow sealed request, bound to this browser
 * @param relyingParty who asked, when it is known
 * @param only applications that can be left alone
 */
public record ConfirmLogoutView(
        Optional<RealmName> pageRealm,
        URI action,
        String flow,
        Optional<String> relyingParty,
        String displayName,
        List<Application> only,
        List<String> languages)
        implements PageModel {
    @Override
    public String template() {
        return "confirm-logout";
    }
}
