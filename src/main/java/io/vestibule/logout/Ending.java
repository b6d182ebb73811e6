package io.vestibule.logout;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.logout.OperatorLogout.Offline;
import java.util.Optional;

/**
 * How sessions end.
 *
 * @param reason a stable word for the audit log
 * @param knows a relying party that need not be told
 * @param deadline by when whoever waits for it is let go
 */
record Ending(
        String reason,
        Circumstances circumstances,
        Optional<RelyingPartyId> knows,
        Offline offline,
        Deadline deadline) {
    Ending(String reason, Circumstances circumstances, Optional<RelyingPartyId> knows, Offline offline) {
        this(reason, circumstances, knows, offline, Deadline.fromNow());
    }

    /** What is to outlive sessions does. */
    static Ending of(String reason, Circumstances circumstances, Optional<RelyingPartyId> knows) {
        return new Ending(reason, circumstances, knows, Offline.STAYS);
    }
}
