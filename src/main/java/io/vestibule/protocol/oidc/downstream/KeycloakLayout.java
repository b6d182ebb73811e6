package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;

/** Keycloak's paths answer for the realms that declare them, and for no other. */
@ApplicationScoped
class KeycloakLayout {
    private final Realms realms;

    KeycloakLayout(Realms realms) {
        this.realms = realms;
    }

    /** The same name when the realm has this layout, or one that no realm has. */
    String realm(String name) {
        return realms.find(name)
                .filter(realm -> Clients.settings(realm).aliases().contains(OidcRealm.Alias.KEYCLOAK))
                .map(realm -> name)
                .orElse("");
    }
}
