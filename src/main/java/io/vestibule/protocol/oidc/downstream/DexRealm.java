package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** dex's paths name no realm, so they belong to one: the first that declares them. */
@ApplicationScoped
class DexRealm {
    private final Realms realms;

    DexRealm(Realms realms) {
        this.realms = realms;
    }

    Optional<Realm> find() {
        return realms.all().stream()
                .filter(realm -> Clients.settings(realm).aliases().contains(OidcRealm.Alias.DEX))
                .findFirst();
    }

    /** Its name, or one that no realm has. */
    String name() {
        return find().map(realm -> realm.name().value()).orElse("");
    }
}
