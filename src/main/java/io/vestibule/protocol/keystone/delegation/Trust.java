package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Extra;
import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Leave of one user for another to use some of their roles on a project.
 *
 * @param impersonation whether tokens speak for the trustor
 * @param redelegated the trust it was made with, on whose trustor everything rests
 * @param redelegationCount how many more trusts may follow one another from here
 */
record Trust(
        String id,
        UserId trustor,
        UserId trustee,
        Optional<ProjectId> project,
        boolean impersonation,
        List<RoleId> roles,
        Optional<Integer> remainingUses,
        Optional<String> redelegated,
        int redelegationCount,
        Optional<Instant> expiresAt,
        Extra extra) {
    Trust {
        roles = List.copyOf(roles);
    }

    boolean hasExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }

    boolean isUsedUp() {
        return remainingUses.filter(left -> left <= 0).isPresent();
    }

    /** Whom a token made with it speaks for. */
    UserId speaksFor() {
        return impersonation ? trustor : trustee;
    }
}
