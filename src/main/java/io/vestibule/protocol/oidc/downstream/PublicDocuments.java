package io.vestibule.protocol.oidc.downstream;

import io.vestibule.keys.JwtKeys;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What anybody may read of a realm, as JSON bytes. */
@ApplicationScoped
class PublicDocuments {
    private final Realms realms;
    private final DiscoveryDocument discovery;
    private final JwtKeys keys;

    PublicDocuments(Realms realms, DiscoveryDocument discovery, JwtKeys keys) {
        this.realms = realms;
        this.discovery = discovery;
        this.keys = keys;
    }

    Optional<byte[]> metadata(String realm) {
        return realms.find(realm).map(discovery::of);
    }

    /** Next, current and retired keys (RFC 7517 §5). */
    Optional<byte[]> keys(String realm) {
        return realms.find(realm)
                .map(found -> keys.published(found.name()).toString().getBytes(StandardCharsets.UTF_8));
    }
}
