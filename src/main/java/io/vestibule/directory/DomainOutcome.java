package io.vestibule.directory;

import io.vestibule.identity.ConnectorId;

/** What came of making, changing or deleting a domain. */
public sealed interface DomainOutcome {
    /** As it is now; of a deleted one, as it was. */
    record Done(Domain domain) implements DomainOutcome {}

    record Unknown() implements DomainOutcome {}

    /** Another domain of the realm has this name, or this id. */
    record NameTaken(String name) implements DomainOutcome {}

    /** Deleting takes all of its users with it: it is disabled first. */
    record StillEnabled() implements DomainOutcome {}

    /** An identity provider of it has rules for whoever comes through a connector of the realm: it is unbound first. */
    record StillBound(String identityProvider, ConnectorId connector) implements DomainOutcome {}

    /** The domain {@code default} cannot be deleted. */
    record Indispensable() implements DomainOutcome {}
}
