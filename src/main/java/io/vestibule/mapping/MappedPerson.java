package io.vestibule.mapping;

import io.vestibule.identity.Claims;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules made of an upstream identity.
 *
 * @param username wished for; the directory makes it unique
 * @param emailVerified whether the upstream says the address was proved
 * @param claims the rest of the profile
 * @param groups names given by this connector; what it no longer gives is taken back
 */
public record MappedPerson(
        String username,
        String displayName,
        Optional<String> email,
        boolean emailVerified,
        Claims claims,
        Set<String> groups) {}
