package io.vestibule.identity;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When and how a person was authenticated: {@code auth_time}, {@code acr} (OpenID Connect Core §2) and {@code amr}
 * (RFC 8176).
 *
 * @param authorities who authenticated the person, the one who told us first: issuers, entity ids (SAML Core §2.7.2.2); empty
 *     when it was this server itself
 */
public record AuthnContext(Instant authnInstant, Optional<String> acr, Set<String> amr, List<String> authorities) {
    private static final int MOST_AUTHORITIES = 10;

    public AuthnContext {
        authorities = List.copyOf(authorities.subList(0, Math.min(MOST_AUTHORITIES, authorities.size())));
        amr = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(amr));
    }

    /** Authenticated by this server itself. */
    public AuthnContext(Instant authnInstant, Optional<String> acr, Set<String> amr) {
        this(authnInstant, acr, amr, List.of());
    }
}
