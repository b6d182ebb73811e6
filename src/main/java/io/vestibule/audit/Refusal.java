package io.vestibule.audit;

import io.vestibule.identity.RealmName;
import java.util.Optional;

/**
 * A refusal about to be recorded. {@code relyingParty} in the circumstances must be a registered one: it labels a metric.
 *
 * @param step where it happened
 * @param reason a stable word for machines, from the code and never from a message
 * @param expected what would have been right
 * @param actual what came; never a credential
 */
public record Refusal(
        Optional<RealmName> realm,
        Circumstances circumstances,
        String step,
        String reason,
        String expected,
        String actual) {
    public Refusal(RealmName realm, Circumstances circumstances, String step, String reason) {
        this(Optional.of(realm), circumstances, step, reason, "", "");
    }

    public Refusal(
            RealmName realm, Circumstances circumstances, String step, String reason, String expected, String actual) {
        this(Optional.of(realm), circumstances, step, reason, expected, actual);
    }
}
