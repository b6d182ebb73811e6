package io.vestibule.realm;

import io.vestibule.identity.RealmName;
import java.util.Set;

/** CDI event: a new configuration is in force. Fired after the swap, also for the first load. */
public record RealmsReloaded(Set<RealmName> changed, Set<RealmName> removed) {}
