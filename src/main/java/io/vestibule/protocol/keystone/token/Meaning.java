package io.vestibule.protocol.keystone.token;

import java.util.Set;

/** What the ids of a token stand for now. */
sealed interface Meaning {
    /** @param concerns the changes after which it may be another */
    record Alive(ValidToken token, Set<Freshness.Concern> concerns) implements Meaning {}

    /** @param reason a stable word for the audit log */
    record Dead(String reason) implements Meaning {}
}
