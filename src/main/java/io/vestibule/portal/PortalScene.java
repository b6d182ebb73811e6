package io.vestibule.portal;

import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Scene;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** Somebody looks at the front page and at their account. */
@Singleton
final class PortalScene implements Scene {
    @Override
    public void play(Realm realm, Guest guest) throws IOException {
        for (String path : List.of("", "/account", "/account/sessions", "/account/activity")) {
            guest.open(realm, path);
        }
    }
}
