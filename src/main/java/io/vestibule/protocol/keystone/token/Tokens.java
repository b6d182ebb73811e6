package io.vestibule.protocol.keystone.token;

import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Which texts are tokens: none until there is a format. */
@ApplicationScoped
class Tokens implements TokenCheck {
    @Override
    public Optional<ValidToken> valid(Realm realm, String text) {
        return Optional.empty();
    }
}
