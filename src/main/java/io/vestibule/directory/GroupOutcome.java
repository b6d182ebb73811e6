package io.vestibule.directory;

import io.vestibule.identity.DomainId;

/** What came of making, changing or deleting a group. */
public sealed interface GroupOutcome {
    /** As it is now; of a deleted one, as it was. */
    record Done(Group group) implements GroupOutcome {}

    record Unknown() implements GroupOutcome {}

    record UnknownDomain() implements GroupOutcome {}

    /** Another group of the domain has this name. */
    record NameTaken(String name, DomainId domain) implements GroupOutcome {}
}
