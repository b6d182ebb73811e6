package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.login.OwnFactors;
import java.net.URI;
import java.util.Optional;

/**
 * Second factors of somebody: {@code remove} is posted with the id of one, {@code codes=renew} for new codes on paper.
 *
 * @param password whether they have one, beside which a factor is asked for
 */
public record AccountFactorsView(
        AccountView.Around around, OwnFactors.Overview factors, boolean password, URI add, URI addPasskey)
        implements PageModel {
    @Override
    public Optional<RealmName> pageRealm() {
        return Optional.of(around.realm());
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(around.here());
    }

    @Override
    public String template() {
        return "account-factors";
    }
}
