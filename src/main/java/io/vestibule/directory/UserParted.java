package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;

/** Somebody is one user less than before: who is signed in as them may be the other one. */
public record UserParted(RealmName realm, UserId user) {}
