package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.GroupId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a token itself says, whatever its format: ids only, whose meaning is looked up at every use.
 *
 * @param auditIds its own, and that of the token it was made from, when there was one
 * @param thumbprint of the client certificate it is bound to (RFC 8705)
 */
public record TokenPayload(
        UserId user,
        List<String> methods,
        List<String> auditIds,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Scope> scope,
        Delegation delegation,
        Optional<Federated> federated,
        Optional<String> thumbprint) {
    /** Whose rights it carries instead of all of the user's; at most one of the three. */
    public record Delegation(
            Optional<String> trust, Optional<String> applicationCredential, Optional<String> accessToken) {
        private static final Delegation NONE = new Delegation(Optional.empty(), Optional.empty(), Optional.empty());

        public static Delegation none() {
            return NONE;
        }

        public static Delegation trust(String id) {
            return new Delegation(Optional.of(id), Optional.empty(), Optional.empty());
        }

        public static Delegation applicationCredential(String id) {
            return new Delegation(Optional.empty(), Optional.of(id), Optional.empty());
        }

        public static Delegation accessToken(String id) {
            return new Delegation(Optional.empty(), Optional.empty(), Optional.of(id));
        }

        public boolean isAny() {
            return trust.isPresent() || applicationCredential.isPresent() || accessToken.isPresent();
        }
    }

    /** How a user of another identity provider came in, and the groups that login gave. */
    public record Federated(String identityProvider, String protocol, List<GroupId> groups) {
        public Federated {
            groups = List.copyOf(groups);
        }
    }

    public TokenPayload {
        methods = List.copyOf(methods);
        auditIds = List.copyOf(auditIds);
        if (auditIds.isEmpty()) {
            throw new IllegalArgumentException("a token without an audit id could not be revoked");
        }
    }

    public String auditId() {
        return auditIds.getFirst();
    }

    /** The audit id of the first token of this one's line, its own when it is the first. */
    public String chainId() {
        return auditIds.getLast();
    }
}
