package io.vestibule.relyingparty;

import java.util.List;
import java.util.Optional;

/**
 * Which upstreams may vouch for the person (SAML Core §3.4.1.2).
 *
 * @param authorities issuers or entity ids of which one must authenticate; empty when any may
 * @param proxyCount how many more hops the request may take; zero means that this server authenticates itself
 * @param requesters who asked whoever asked us, the nearest first
 * @param nearestOnly whether whoever vouched to us must be one of them; those behind it are there by its word alone
 */
public record Scoping(
        List<String> authorities, Optional<Integer> proxyCount, List<String> requesters, boolean nearestOnly) {
    private static final Scoping ANY = new Scoping(List.of(), Optional.empty(), List.of());

    /** By one of the authorities, or by one that another vouches for. */
    public Scoping(List<String> authorities, Optional<Integer> proxyCount, List<String> requesters) {
        this(authorities, proxyCount, requesters, false);
    }

    public Scoping {
        authorities = List.copyOf(authorities);
        requesters = List.copyOf(requesters);
    }

    public static Scoping any() {
        return ANY;
    }

    /** By one of the authorities itself, or by any when there are none. */
    public static Scoping byNearest(List<String> authorities) {
        return new Scoping(authorities, Optional.empty(), List.of(), true);
    }

    /** Whether a person whom {@code by} authenticated, the nearest first, is who was asked for. */
    public boolean admits(List<String> by) {
        return (mayProxy() || by.isEmpty())
                && (authorities.isEmpty()
                        || by.stream().limit(nearestOnly ? 1 : by.size()).anyMatch(authorities::contains));
    }

    /** Whether the person may be sent on to an upstream at all. */
    public boolean mayProxy() {
        return proxyCount.map(count -> count > 0).orElse(true);
    }
}
