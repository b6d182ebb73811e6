package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.ProjectId;
import io.vestibule.identity.RoleId;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A consumer's wish for access, RFC 5849's temporary credentials; {@code grant} once a user agreed. */
record RequestToken(
        String id, String consumer, Secret secret, ProjectId project, Optional<Grant> grant, Instant expiresAt) {
    /** Who agreed to what, and the hash of the word that the consumer has to know from them. */
    record Grant(UserId user, List<RoleId> roles, byte[] verifierHash) {
        boolean isVerifiedBy(byte[] hash) {
            return MessageDigest.isEqual(verifierHash, hash);
        }
    }
}
