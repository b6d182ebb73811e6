package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.ChooseView.Choice;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Find your organisation": one of the many behind a connector.
 *
 * @param connectorName of the federation
 * @param flow the sealed flow, posted back as {@code flow}
 * @param searchable whether there are more than are shown; searched for with {@code q} in the page's own address
 * @param search what was searched for
 * @param lastUsed the one used last in this browser
 * @param found the best matches, best first
 * @param more whether there are more; shown when the page's address has {@code more=yes}
 * @param back to the other ways to sign in
 * @param cancel where {@code name=cancel} is posted: back to the relying party with a refusal
 */
public record OrganisationsView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        String connectorName,
        String flow,
        boolean searchable,
        String search,
        Optional<Choice> lastUsed,
        List<Choice> found,
        boolean more,
        URI back,
        URI cancel)
        implements PageModel {
    @Override
    public String template() {
        return "organisations";
    }
}
