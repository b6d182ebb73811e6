package io.vestibule.directory;

/** What came of making, changing or deleting a domain. */
public sealed interface DomainOutcome {
    /** As it is now; of a deleted one, as it was. */
    record Done(Domain domain) implements DomainOutcome {}

    record Unknown() implements DomainOutcome {}

    /** Another domain of the realm has this name, or this id. */
    record NameTaken(String name) implements DomainOutcome {}

    /** Deleting takes all of its users with it: it is disabled first. */
    record StillEnabled() implements DomainOutcome {}

    /** The domain {@code default} cannot be deleted. */
    record Indispensable() implements DomainOutcome {}
}
