package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import java.time.Instant;

/**
 * A user who became one with another, and is kept so that it can be undone.
 *
 * @param merged who was, switched off now
 * @param survivor who is both now
 * @param byPerson whether they did it themselves
 */
public record Merged(
        RealmName realm, UserId merged, UserId survivor, boolean byPerson, Instant at, Instant undoUntil) {}
