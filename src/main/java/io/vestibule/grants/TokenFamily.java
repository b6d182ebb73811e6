package io.vestibule.grants;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import java.time.Instant;

/**
 * One authorization and what it may still be used for.
 *
 * @param offline outlives its session ({@code offline_access}), unless whoever ends that says otherwise
 * @param content the protocol's own memory of the grant
 * @param expiresAt after this nothing of it works
 */
public record TokenFamily(
        FamilyId id,
        RealmName realm,
        RelyingPartyId relyingParty,
        UserId user,
        SessionId session,
        boolean offline,
        String content,
        Instant expiresAt) {}
