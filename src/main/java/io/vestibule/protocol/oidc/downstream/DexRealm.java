package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** dex's paths name no realm, so they belong to one: of those that declare them the first by name. */
@ApplicationScoped
class DexRealm {
    private static final Logger LOG = Logger.getLogger(DexRealm.class);

    private final Realms realms;

    DexRealm(Realms realms) {
        this.realms = realms;
    }

    Optional<Realm> find() {
        return declaring().findFirst();
    }

    /** Silence would leave an operator to wonder why the other realm's clients are unknown. */
    void warn(@Observes RealmsReloaded reloaded) {
        List<RealmName> all = declaring().map(Realm::name).toList();
        if (all.size() > 1) {
            LOG.warnf("the alias dex is declared by the realms %s; only %s answers to it", all, all.getFirst());
        }
    }

    private Stream<Realm> declaring() {
        return realms.all().stream()
                .filter(realm -> Clients.settings(realm).aliases().contains(OidcRealm.Alias.DEX))
                .sorted(Comparator.comparing(realm -> realm.name().value()));
    }

    /** Its name, or one that no realm has. */
    String name() {
        return find().map(realm -> realm.name().value()).orElse("");
    }
}
