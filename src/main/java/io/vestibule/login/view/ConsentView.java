package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What the relying party wants, in plain words; {@code name=consent}, {@code value=allow|deny}.
 *
 * @param flow handle of the waiting login, posted back as {@code flow}
 * @param asked what is new, as scope names ({@code profile}, {@code email}, {@code offline_access}, others as they are)
 * @param agreed what was agreed to before
 */
public record ConsentView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String displayName,
        String username,
        List<String> asked,
        List<String> agreed)
        implements PageModel {
    @Override
    public String template() {
        return "consent";
    }
}
