package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;

/** Fired once an operator took every second factor of somebody away: whoever is signed in may be the one who has them now. */
public record FactorsReset(RealmName realm, UserId user) {}
