package io.vestibule.protocol.oidc.tryit;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Scene;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** An application finds the provider, and somebody signs in to it: mostly without being asked. */
@Singleton
final class TryItScene implements Scene {
    @Override
    public void play(Realm realm, Guest guest) throws IOException {
        guest.open(realm, "/.well-known/openid-configuration");
        guest.open(realm, "/jwks");
        if (realm.relyingParty(new RelyingPartyId(TryIt.CLIENT_ID)).isPresent()) {
            for (String path : List.of("/try", "/try/start", "/try/start")) {
                guest.open(realm, path);
            }
        }
    }
}
