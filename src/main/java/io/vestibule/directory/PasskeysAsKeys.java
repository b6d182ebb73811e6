package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** A passkey lets its owner in alone: it counts as a way in, and against joining somebody who was there before. */
@ApplicationScoped
class PasskeysAsKeys implements FurtherKeys {
    private final PasskeyRepository rows;
    private final WebAuthn ceremonies;

    PasskeysAsKeys(PasskeyRepository rows, WebAuthn ceremonies) {
        this.rows = rows;
        this.ceremonies = ceremonies;
    }

    /** They are asked for beside a password, on the page of the connector for those. */
    @Override
    public boolean areUsed(Realm realm) {
        return FactorPolicy.of(realm).passkeys() && ceremonies.possible() && WaysIn.usesPasswords(realm);
    }

    @Override
    public List<Instant> openingSince(RealmName realm, UserId user) {
        return rows.of(realm, user).stream().map(row -> row.createdAt).toList();
    }
}
