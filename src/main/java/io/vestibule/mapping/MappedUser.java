package io.vestibule.mapping;

import java.util.Optional;

/**
 * Who somebody is to the rules.
 *
 * @param domain of the user, where the rules say one
 */
public record MappedUser(
        Type type, Optional<String> id, Optional<String> name, Optional<String> email, Optional<DomainRef> domain) {
    public enum Type {
        /** A user that the login makes. */
        EPHEMERAL,
        /** A user that there is already, whoever made it. */
        LOCAL
    }
}
