package io.vestibule.directory;

/** What came of linking an upstream identity to a user, or of undoing it. */
public sealed interface LinkOutcome {
    record Done(User user) implements LinkOutcome {}

    /** It leads to this user already. */
    record AlreadyTheirs(User user) implements LinkOutcome {}

    /** It leads to somebody else here; nothing was changed. */
    record OfAnother(User other) implements LinkOutcome {}

    /** There is no such user, no such connector, or no such identity of theirs. */
    record Unknown() implements LinkOutcome {}

    /** The user could not come in any more; nothing was changed. */
    record LastWayIn() implements LinkOutcome {}
}
