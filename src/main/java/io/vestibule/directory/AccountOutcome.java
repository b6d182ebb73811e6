package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.UserId;

/** What came of making, changing or deleting a user. */
public sealed interface AccountOutcome {
    /** As it is now; of a deleted one, as it was. */
    record Done(User user) implements AccountOutcome {}

    record Unknown() implements AccountOutcome {}

    record UnknownDomain() implements AccountOutcome {}

    /** They became one with {@code survivor}, who has what was theirs: to take it away here would take nothing away. */
    record MergedAway(UserId survivor) implements AccountOutcome {}

    /** Another user of the domain has this name. */
    record NameTaken(String name, DomainId domain) implements AccountOutcome {}

    /** Nothing was made or changed; {@code why} is never {@link PasswordChange.Changed}. */
    record PasswordRefused(PasswordChange why) implements AccountOutcome {}
}
