package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.Scope;
import io.vestibule.identity.SessionId;
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
 * @param givenIn what it ends with, and those made from it
 * @param shown the account elsewhere that was, with whose link they end as well
 */
public record TokenRequest(
        UserId user,
        List<String> methods,
        Optional<Scope> scope,
        Optional<Instant> notAfter,
        Optional<String> parentAuditId,
        TokenPayload.Delegation delegation,
        Optional<TokenPayload.Federated> federated,
        Optional<String> thumbprint,
        Optional<GivenIn> givenIn,
        Optional<ShownIdentity> shown) {
    /** A session of a browser, and who gets the token there. */
    public record GivenIn(SessionId session, RelyingPartyId relyingParty) {}

    public TokenRequest {
        methods = List.copyOf(methods);
    }

    /** Outside any session. */
    public TokenRequest(
            UserId user,
            List<String> methods,
            Optional<Scope> scope,
            Optional<Instant> notAfter,
            Optional<String> parentAuditId,
            TokenPayload.Delegation delegation,
            Optional<TokenPayload.Federated> federated,
            Optional<String> thumbprint) {
        this(
                user,
                methods,
                scope,
                notAfter,
                parentAuditId,
                delegation,
                federated,
                thumbprint,
                Optional.empty(),
                Optional.empty());
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
                user,
                methods,
                scope,
                Optional.of(earlier),
                parentAuditId,
                delegation,
                federated,
                thumbprint,
                givenIn,
                shown);
    }

    public TokenRequest by(TokenPayload.Delegation other) {
        return new TokenRequest(
                user, methods, scope, notAfter, parentAuditId, other, federated, thumbprint, givenIn, shown);
    }

    public TokenRequest from(TokenPayload.Federated other) {
        return new TokenRequest(
                user,
                methods,
                scope,
                notAfter,
                parentAuditId,
                delegation,
                Optional.of(other),
                thumbprint,
                givenIn,
                shown);
    }

    public TokenRequest boundTo(String certificate) {
        return new TokenRequest(
                user,
                methods,
                scope,
                notAfter,
                parentAuditId,
                delegation,
                federated,
                Optional.of(certificate),
                givenIn,
                shown);
    }

    public TokenRequest inSession(SessionId id, RelyingPartyId relyingParty) {
        return new TokenRequest(
                user,
                methods,
                scope,
                notAfter,
                parentAuditId,
                delegation,
                federated,
                thumbprint,
                Optional.of(new GivenIn(id, relyingParty)),
                shown);
    }

    public TokenRequest shownFor(Optional<ShownIdentity> other) {
        return new TokenRequest(
                user, methods, scope, notAfter, parentAuditId, delegation, federated, thumbprint, givenIn, other);
    }
}
