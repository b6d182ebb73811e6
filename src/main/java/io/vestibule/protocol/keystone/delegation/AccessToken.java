package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;

/** What a user let a consumer do, RFC 5849's token credentials. */
record AccessToken(
        String id,
        String consumer,
        Secret secret,
        ProjectId project,
        UserId user,
        List<RoleId> roles,
        Instant expiresAt) {
    AccessToken {
        roles = List.copyOf(roles);
    }

    boolean hasExpired(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
