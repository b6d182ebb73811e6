package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.Scope;
import io.vestibule.identity.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A token wanted for somebody who has been authenticated.
 *
 * @param methods how, in the order in which they were asked for
 * @param notAfter when it must have ended at the latest, whatever the realm's lifetime
 * @param parentAuditId of the first token of the line it continues
 */
public record TokenRequest(
        UserId user,
        List<String> methods,
        Optional<Scope> scope,
        Optional<Instant> notAfter,
        Optional<String> parentAuditId,
        TokenPayload.Delegation delegation,
        Optional<TokenPayload.Federated> federated,
        Optional<String> thumbprint) {
    public TokenRequest {
        methods = List.copyOf(methods);
    }

    public static TokenRequest of(UserId user, List<String> methods, Optional<Scope> scope) {
        return new TokenRequest(
                user,
                methods,
                scope,
                Optional.empty(),
                Optional.empty(),
                TokenPayload.Delegation.none(),
                Optional.empty(),
                Optional.empty());
    }

    public TokenRequest until(Instant end) {
        Instant earlier = notAfter.filter(before -> before.isBefore(end)).orElse(end);
        return new TokenRequest(
                user, methods, scope, Optional.of(earlier), parentAuditId, delegation, federated, thumbprint);
    }

    public TokenRequest continuing(String auditId) {
        return new TokenRequest(
                user, methods, scope, notAfter, Optional.of(auditId), delegation, federated, thumbprint);
    }

    public TokenRequest by(TokenPayload.Delegation other) {
        return new TokenRequest(user, methods, scope, notAfter, parentAuditId, other, federated, thumbprint);
    }

    public TokenRequest from(TokenPayload.Federated other) {
        return new TokenRequest(
                user, methods, scope, notAfter, parentAuditId, delegation, Optional.of(other), thumbprint);
    }

    public TokenRequest boundTo(String certificate) {
        return new TokenRequest(
                user, methods, scope, notAfter, parentAuditId, delegation, federated, Optional.of(certificate));
    }
}
