package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;

/** A user is about to be deleted: the last moment at which anything that hangs on them can be ended in good order. */
public record UserLeaving(RealmName realm, UserId user) {}
