package io.vestibule.protocol.keystone.wire;

import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Landmark;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What goes into {@code auth_url}. */
@Singleton
final class IdentityApiLandmark implements Landmark {
    private final KeystoneUrls urls;

    IdentityApiLandmark(KeystoneUrls urls) {
        this.urls = urls;
    }

    @Override
    public Optional<Sign> in(Realm realm) {
        return Optional.of(realm)
                .filter(KeystoneRealm::isDeclared)
                .map(declared -> new Sign("OpenStack auth_url", urls.base(declared)));
    }
}
