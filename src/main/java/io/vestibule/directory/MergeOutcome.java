package io.vestibule.directory;

/** What came of making two users one, or of undoing it. */
public sealed interface MergeOutcome {
    record Done(Merged merged) implements MergeOutcome {}

    /** {@code reason} is a stable word; nothing was changed. */
    record Refused(String reason) implements MergeOutcome {}
}
