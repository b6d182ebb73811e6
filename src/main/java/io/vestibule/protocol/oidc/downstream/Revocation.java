package io.vestibule.protocol.oidc.downstream;

import io.vestibule.audit.AuditEvent;
import io.vestibule.audit.AuditLog;
import io.vestibule.audit.Circumstances;
import io.vestibule.grants.TokenFamilies;
import io.vestibule.grants.TokenFamily;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Token revocation (RFC 7009): a refresh token takes everything of its grant along, an access token only itself. A token that
 * is not there any more is as good as revoked (§2.2).
 */
@ApplicationScoped
class Revocation {
    private final AccessTokens tokens;
    private final TokenFamilies families;
    private final AuditLog audit;

    Revocation(AccessTokens tokens, TokenFamilies families, AuditLog audit) {
        this.tokens = tokens;
        this.families = families;
        this.audit = audit;
    }

    BackChannelAnswer answer(BackChannelRequest request) {
        Optional<String> token = request.parameters().get("token");
        if (token.isEmpty()) {
            return new BackChannelAnswer.Refused(Denied.invalidRequest("token-missing", "The token is missing."));
        }
        return token.get().indexOf('.') >= 0 // ours: only JWTs have dots; the hint is not needed (§2.1)
                ? accessToken(request, token.get())
                : refreshToken(request, token.get());
    }

    private BackChannelAnswer accessToken(BackChannelRequest request, String presented) {
        Optional<AccessToken> token = tokens.read(request.realm(), presented);
        if (token.isEmpty()) {
            return done();
        }
        if (!token.get().clientId().equals(request.client().id().value())) {
            return ofAnother();
        }
        tokens.revoke(request.realm().name(), token.get());
        revoked(request, request.circumstances(), "access-token-revoked");
        return done();
    }

    private BackChannelAnswer refreshToken(BackChannelRequest request, String presented) {
        Optional<TokenFamily> family = families.peek(request.realm().name(), presented);
        if (family.isEmpty()) {
            return done();
        }
        if (!family.get().relyingParty().equals(request.client().id())) {
            return ofAnother();
        }
        if (families.revoke(family.get().id())) {
            revoked(request, request.circumstances().of(family.get().user()), "refresh-token-revoked");
        }
        return done();
    }

    private void revoked(BackChannelRequest request, Circumstances circumstances, String reason) {
        audit.record(new AuditEvent.GrantRevoked(request.realm().name(), circumstances, reason));
    }

    private static BackChannelAnswer done() {
        return new BackChannelAnswer.Given(JsonReply.empty());
    }

    private static BackChannelAnswer ofAnother() { // RFC 7009 §2.1
        return new BackChannelAnswer.Refused(
                Denied.of("unauthorized_client", "token-of-other-client", "The token was not issued to this client."));
    }
}
