package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A user's leave for a program to act for them in one project.
 *
 * @param unrestricted whether the program may make and delete such credentials itself
 * @param roles what it may do there at most
 * @param rules what its tokens are good for; everything when there are none
 */
record ApplicationCredential(
        String id,
        UserId user,
        ProjectId project,
        String name,
        Optional<String> description,
        SecretHash secret,
        boolean unrestricted,
        List<RoleId> roles,
        Optional<Instant> expiresAt,
        List<AccessRule> rules) {
    ApplicationCredential {
        roles = List.copyOf(roles);
        rules = List.copyOf(rules);
    }

    boolean hasExpired(Instant now) {
        return expiresAt.filter(end -> !now.isBefore(end)).isPresent();
    }
}
