package io.vestibule.protocol.saml.tryit;

import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Scene;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** A service provider reads our metadata, and somebody signs in to it: mostly without being asked. */
@Singleton
final class TrySamlScene implements Scene {
    private final TrySaml trySaml;

    TrySamlScene(TrySaml trySaml) {
        this.trySaml = trySaml;
    }

    @Override
    public void play(Realm realm, Guest guest) throws IOException {
        guest.open(realm, "/saml/metadata");
        if (realm.relyingParty(trySaml.entityId(realm.name())).isPresent()) {
            for (String path : List.of("/try-saml", "/try-saml/start", "/try-saml/start")) {
                guest.open(realm, path);
            }
        }
    }
}
