package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The account chooser: who is signed in in this browser, and somebody else.
 *
 * @param action where {@code account=<sid>} or {@code account=other} is posted, with {@code flow}
 */
public record AccountsView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        URI action,
        String flow,
        List<Account> accounts)
        implements PageModel {
    public record Account(String sid, String displayName, String username, String connectorName) {}

    @Override
    public String template() {
        return "accounts";
    }
}
