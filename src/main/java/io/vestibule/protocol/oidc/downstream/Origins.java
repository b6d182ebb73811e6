package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RealmsReloaded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The web origins (RFC 6454) from which public clients call: those of their redirect URIs. */
@ApplicationScoped
class Origins {
    private final Clients clients;
    private final Map<RealmName, Set<String>> known = new ConcurrentHashMap<>();

    Origins(Clients clients) {
        this.clients = clients;
    }

    boolean isKnown(Realm realm, String origin) {
        return known.computeIfAbsent(realm.name(), name -> of(realm)).contains(origin);
    }

    void forget(@Observes RealmsReloaded reloaded) {
        known.clear();
    }

    private Set<String> of(Realm realm) {
        return clients.all(realm)
                .filter(client -> client.oidc().isPublic())
                .flatMap(client -> client.oidc().redirectUris().stream())
                .map(URI::create)
                .filter(uri -> uri.getHost() != null)
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority())
                .collect(Collectors.toUnmodifiableSet());
    }
}
