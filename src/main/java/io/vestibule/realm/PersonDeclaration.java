package io.vestibule.realm;

import io.vestibule.identity.Claims;
import io.vestibule.identity.Secret;
import java.util.List;
import java.util.Optional;

/**
 * A local user that a realm file declares. Made when missing; afterwards the file's profile, groups and switch win, and a
 * password changed elsewhere stays.
 *
 * @param domain name of the domain, made when missing; without it the one that every realm has
 * @param password the first password; in a demo realm one is made and printed when absent
 * @param passwordHash instead of a password, its hash as another server keeps it; a secret as that one is
 */
public record PersonDeclaration(
        String username,
        String displayName,
        Optional<String> email,
        boolean emailVerified,
        boolean enabled,
        List<String> groups,
        Claims claims,
        Optional<Secret> password,
        Optional<Secret> passwordHash,
        Optional<String> domain) {
    public PersonDeclaration {
        groups = List.copyOf(groups);
    }

    /** Somebody of the domain that every realm has. */
    public PersonDeclaration(
            String username,
            String displayName,
            Optional<String> email,
            boolean emailVerified,
            boolean enabled,
            List<String> groups,
            Claims claims,
            Optional<Secret> password) {
        this(
                username,
                displayName,
                email,
                emailVerified,
                enabled,
                groups,
                claims,
                password,
                Optional.empty(),
                Optional.empty());
    }
}
