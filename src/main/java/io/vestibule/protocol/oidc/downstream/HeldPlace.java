package io.vestibule.protocol.oidc.downstream;

import io.vestibule.access.HeldScope;
import io.vestibule.identity.ScopeName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a grant with roles says at this moment: the person's roles there, and what the place is called now. */
record HeldPlace(Optional<HeldScope> held) {
    static final HeldPlace NOWHERE = new HeldPlace(Optional.empty());

    List<String> roles() {
        return held.map(HeldScope::roleNames).orElse(List.of());
    }

    /** The roles with where they hold, a word each, for services that compare words only. */
    List<String> entitlements() {
        return held.map(place -> place.roleNames().stream()
                        .map(role -> place.name().with(role))
                        .toList())
                .orElse(List.of());
    }

    /** The scopes with the place's name of now for the one it was granted under; without any when none was wanted. */
    Set<String> named(Collection<String> scopes) {
        Set<String> named = new LinkedHashSet<>();
        for (String scope : scopes) {
            if (ScopeName.isMeantBy(scope)) {
                held.map(place -> place.name().text()).ifPresent(named::add);
            } else {
                named.add(scope);
            }
        }
        return named;
    }

    /** Whether roles are among {@code scopes} at all. */
    HeldPlace within(Collection<String> scopes) {
        return scopes.stream().anyMatch(ScopeName::isMeantBy) ? this : NOWHERE;
    }

    /** RFC 9396 §7 and §9.1: the entry as it was granted, enriched with the roles. */
    Optional<List<Map<String, Object>>> details() {
        return held.map(place -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("type", AskedPlace.TYPE);
            switch (place.name()) {
                case ScopeName.OfProject one ->
                    entry.put(
                            "project",
                            Map.of(
                                    "id", GrantedPlace.of(place.scope()).id(),
                                    "name", one.project(),
                                    "domain", Map.of("name", one.domain())));
                case ScopeName.OfDomain one ->
                    entry.put(
                            "domain",
                            Map.of("id", GrantedPlace.of(place.scope()).id(), "name", one.domain()));
                case ScopeName.OfSystem all -> entry.put("system", Map.of("all", true));
            }
            entry.put("roles", place.roleNames());
            return List.of(entry);
        });
    }
}
