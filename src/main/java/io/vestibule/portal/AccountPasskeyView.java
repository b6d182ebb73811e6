package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.login.view.PasskeyForm;
import java.net.URI;
import java.util.Optional;

/**
 * "Add a passkey": fields {@code flow}, {@code label}, and {@code response}, which script fills in.
 *
 * @param failed whether the last one could not be added
 * @param cancel back to the list
 */
public record AccountPasskeyView(
        AccountView.Around around, PasskeyForm passkey, String flow, boolean failed, URI cancel) implements PageModel {
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
        return "account-passkey";
    }
}
