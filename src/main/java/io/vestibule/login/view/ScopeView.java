package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where the person wants to act; {@code name=scope} with a choice's {@code value}, or {@code name=cancel}.
 *
 * @param flow handle of the waiting login, posted back as {@code flow}
 */
public record ScopeView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String displayName,
        String username,
        List<Choice> choices)
        implements PageModel {
    /**
     * One place.
     *
     * @param kind {@code project}, {@code domain} or {@code system}
     * @param name empty for the system
     * @param domain of a project
     * @param roles what the person is there, comma separated
     */
    public record Choice(String value, String kind, String name, String domain, String roles) {}

    @Override
    public String template() {
        return "scope";
    }
}
