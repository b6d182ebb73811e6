package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;

/** Fired once somebody who had forgotten their password has another: whoever was signed in with the one before is not they. */
public record PasswordReset(RealmName realm, UserId user) {}
