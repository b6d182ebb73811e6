package io.vestibule.protocol.keystone.token;

import io.vestibule.access.RoleRef;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A token that was found good a moment ago, with what its ids mean now. */
public record ValidToken(
        TokenPayload payload,
        String userName,
        DomainId userDomain,
        String userDomainName,
        Optional<Instant> passwordExpiresAt,
        TokenScope scope,
        List<RoleRef> roles,
        Optional<Delegated> delegation) {
    public ValidToken {
        roles = List.copyOf(roles);
    }

    public UserId user() {
        return payload.user();
    }

    public List<String> methods() {
        return payload.methods();
    }

    public List<String> auditIds() {
        return payload.auditIds();
    }

    public Instant issuedAt() {
        return payload.issuedAt();
    }

    public Instant expiresAt() {
        return payload.expiresAt();
    }

    public Optional<String> trustId() {
        return payload.delegation().trust();
    }

    public Optional<String> applicationCredentialId() {
        return payload.delegation().applicationCredential();
    }

    public Optional<String> oauthAccessTokenId() {
        return payload.delegation().accessToken();
    }

    /** Whether it carries only what somebody passed on; such a token changes no credential and is not rescoped. */
    public boolean delegated() {
        return payload.delegation().isAny();
    }

    /** Whether somebody else than its user may hold it: it tells nothing that is the user's alone. */
    public boolean handedOn() {
        return delegated() || methods().contains("ec2credential");
    }
}
