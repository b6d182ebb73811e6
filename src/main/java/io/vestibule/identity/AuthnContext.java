package io.vestibule.identity;

import java.time.Instant;
import java.util.Collections;
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
 * @param factors authentication methods that this server checked beside: what {@code amr} says may be others' word
 */
public record AuthnContext(
        Instant authnInstant, Optional<String> acr, Set<String> amr, List<String> authorities, Set<String> factors) {
    private static final int MOST_AUTHORITIES = 10;

    public AuthnContext {
        authorities = List.copyOf(authorities.subList(0, Math.min(MOST_AUTHORITIES, authorities.size())));
        amr = Collections.unmodifiableSortedSet(new TreeSet<>(amr));
        factors = Set.copyOf(factors);
    }

    /** With nothing checked beside. */
    public AuthnContext(Instant authnInstant, Optional<String> acr, Set<String> amr, List<String> authorities) {
        this(authnInstant, acr, amr, authorities, Set.of());
    }

    /** Authenticated by this server itself. */
    public AuthnContext(Instant authnInstant, Optional<String> acr, Set<String> amr) {
        this(authnInstant, acr, amr, List.of());
    }

    /** Who told us; those behind it in {@code authorities} are there by its word alone. */
    public Optional<String> nearestAuthority() {
        return authorities.stream().findFirst();
    }

    /** This, proven once more. */
    public AuthnContext again(Instant now) {
        return new AuthnContext(now, acr, amr, authorities, factors);
    }

    /** This under another name. */
    public AuthnContext called(String word) {
        return new AuthnContext(authnInstant, Optional.of(word), amr, authorities, factors);
    }

    /** This, and {@code factor} was checked here, which is called {@code words} in RFC 8176. */
    public AuthnContext with(String factor, Set<String> words) {
        Set<String> allWords = new TreeSet<>(amr);
        allWords.addAll(words);
        Set<String> allFactors = new TreeSet<>(factors);
        allFactors.add(factor);
        return new AuthnContext(authnInstant, acr, allWords, authorities, allFactors);
    }
}
