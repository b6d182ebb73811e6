package io.vestibule.directory;

import java.util.Set;

/** What came of a passkey. */
public sealed interface PasskeyProof {
    /**
     * Right, for the first time with this challenge.
     *
     * @param words what it is called in {@code amr} (RFC 8176 §2)
     */
    record Right(User user, Set<String> words) implements PasskeyProof {}

    /** @param reason a stable word for the audit log */
    record Refused(String reason) implements PasskeyProof {}
}
