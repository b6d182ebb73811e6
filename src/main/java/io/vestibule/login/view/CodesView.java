package io.vestibule.login.view;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * "Keep these codes": shown this once.
 *
 * @param relyingParty none on the account page
 * @param onward where to go then: posted when there is a {@code flow}, else a link
 */
public record CodesView(
        Optional<RealmName> pageRealm,
        Optional<RelyingPartyView> relyingParty,
        List<Secret> codes,
        URI onward,
        Optional<String> flow)
        implements PageModel {
    public CodesView {
        codes = List.copyOf(codes);
    }

    @Override
    public String template() {
        return "recovery-codes";
    }
}
