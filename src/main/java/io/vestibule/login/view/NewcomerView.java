package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/**
 * "Have you been here before?", asked of whom a connector brings for the first time. Says nothing about who is here.
 *
 * @param flow the sealed flow, posted back as {@code flow}, with {@code answer} {@code mine} or {@code new}
 * @param account what the person is called over there
 */
public record NewcomerView(
        Optional<RealmName> pageRealm,
        RelyingPartyView relyingParty,
        URI action,
        String flow,
        String connectorName,
        String account)
        implements PageModel {
    @Override
    public String template() {
        return "newcomer";
    }
}
