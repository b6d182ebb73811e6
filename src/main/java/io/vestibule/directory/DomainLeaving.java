package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;

/** A domain is about to be deleted, in this very transaction: what hangs on it and would not go by itself can be ended. */
public record DomainLeaving(RealmName realm, DomainId domain) {}
