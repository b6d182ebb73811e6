package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** A passkey lets its owner in alone: it counts as a way in, and against joining somebody who was there before. */
@ApplicationScoped
class PasskeysAsKeys implements FurtherKeys {
    private final PasskeyRepository rows;

    PasskeysAsKeys(PasskeyRepository rows) {
        this.rows = rows;
    }

    @Override
    public List<Instant> openingSince(RealmName realm, UserId user) {
        return rows.of(realm, user).stream().map(row -> row.createdAt).toList();
    }
}
