package io.vestibule.logout;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A page that goes on by itself, also within a page of ours: to whoever is told in a frame, or once to ourselves.
 *
 * @param fields to be posted; none where the address is only visited
 */
public record OnwardView(Optional<RealmName> pageRealm, URI to, Map<String, String> fields) implements PageModel {
    public OnwardView {
        fields = Map.copyOf(fields);
    }

    @Override
    public String template() {
        return "onward";
    }

    @Override
    public boolean withinOurPages() {
        return true;
    }
}
