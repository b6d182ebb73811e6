package io.vestibule.portal;

import io.vestibule.account.AddressProofs;
import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/**
 * The address of an account: field {@code address}; or, where {@code token} is there, the question whether it is theirs.
 *
 * @param address to be asked about, or theirs now
 * @param mayChoose whether they may take another one
 * @param typed what was refused, to be put right
 * @param outcome of what was just done
 */
public record AccountEmailView(
        AccountView.Around around,
        Optional<String> address,
        boolean verified,
        boolean mayChoose,
        Optional<String> token,
        String typed,
        Optional<AddressProofs.Outcome> outcome)
        implements PageModel {
    public boolean refused() {
        return outcome.filter(one -> one != AddressProofs.Outcome.SENT && one != AddressProofs.Outcome.PROVEN)
                .isPresent();
    }

    @Override
    public Optional<RealmName> pageRealm() {
        return Optional.of(around.realm());
    }

    @Override
    public String template() {
        return "account-email";
    }

    @Override
    public Optional<URI> again() {
        return Optional.of(around.here());
    }
}
