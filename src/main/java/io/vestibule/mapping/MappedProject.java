package io.vestibule.mapping;

import java.util.List;
import java.util.Optional;

/**
 * A project on which rules give roles.
 *
 * @param domain where it lies; none for the domain of the identity provider
 * @param roles their names
 */
public record MappedProject(String name, Optional<DomainRef> domain, List<String> roles) {
    public MappedProject {
        roles = List.copyOf(roles);
    }
}
