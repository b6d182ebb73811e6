package io.vestibule.logout;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/** One relying party was told and said this: where the browser is back from it, in a frame or a window of its own. */
public record ToldView(Optional<RealmName> pageRealm, SignedOutView.Party party, URI signIn) implements PageModel {
    @Override
    public String template() {
        return "told";
    }

    @Override
    public boolean withinOurPages() {
        return true;
    }
}
