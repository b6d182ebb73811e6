package io.vestibule.portal;

import io.vestibule.browser.PageModel;
import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The doors of this server. */
public record RealmsView(List<Door> doors) implements PageModel {
    /** One realm. */
    public record Door(String name, Optional<URI> logo, URI home) {}

    @Override
    public String template() {
        return "realms";
    }

    @Override
    public Optional<RealmName> pageRealm() {
        return Optional.empty();
    }
}
