package io.vestibule.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When and how a person was authenticated: {@code auth_time}, {@code acr} (OpenID Connect Core §2) and {@code amr}
 * (RFC 8176).
 */
public record AuthnContext(Instant authnInstant, Optional<String> acr, Set<String> amr) {
    public AuthnContext {
        amr = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(amr));
    }
}
