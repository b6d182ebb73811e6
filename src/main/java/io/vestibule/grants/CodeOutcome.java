package io.vestibule.grants;

/** What came of presenting an authorization code. */
public sealed interface CodeOutcome {
    /** The first and only use; tokens made from it belong to {@code family}. */
    record Redeemed(String content, FamilyId family) implements CodeOutcome {}

    /** Not ours, expired, or used before: when it was used, what came of it is revoked now. */
    record Refused(boolean reused) implements CodeOutcome {}
}
