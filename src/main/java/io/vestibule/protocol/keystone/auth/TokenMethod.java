package io.vestibule.protocol.keystone.auth;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.token.Delegated;
import io.vestibule.protocol.keystone.token.SubjectTokens;
import io.vestibule.protocol.keystone.token.TokenPayload;
import io.vestibule.protocol.keystone.token.TokenScope;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * A token for a token of another scope: no longer than the first one lasts, in the same line, and never out of a delegation,
 * whose bounds it would leave.
 */
@ApplicationScoped
class TokenMethod implements AuthMethod {
    private static final String EC2 = "ec2credential";

    private final SubjectTokens tokens;

    TokenMethod(SubjectTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public String name() {
        return "token";
    }

    @Override
    public MethodOutcome authenticate(Call call, JsonNode payload) {
        String text = payload.path("id").asText();
        ValidToken token = tokens.find(call.realm(), text, false)
                .map(SubjectTokens.Subject::token)
                .orElseThrow(() -> tokens.refusal(call.realm(), text));
        if (token.delegation().filter(Delegated::hasAccessRules).isPresent()) {
            throw KeystoneRefused.notFoundSaying("Failed to validate token").because("token-with-access-rules");
        }
        forbidLeavingADelegation(token);
        return new MethodOutcome.Proven(
                token.user(),
                token.methods(),
                Optional.of(token.expiresAt()),
                Optional.of(token.payload().chainId()),
                TokenPayload.Delegation.none(),
                token.payload().federated(),
                Optional.empty());
    }

    private static void forbidLeavingADelegation(ValidToken token) {
        if (token.oauthAccessTokenId().isPresent()) {
            throw refused(
                    "Using OAuth-scoped token to create another token." + " Create a new OAuth-scoped token instead");
        }
        if (token.trustId().isPresent()) {
            throw refused(
                    "Using trust-scoped token to create another token." + " Create a new trust-scoped token instead");
        }
        if (token.applicationCredentialId().isPresent()) {
            throw refused("Using an application credential token to create a scoped token is not allowed.");
        }
        if (token.methods().contains(EC2)) {
            throw refused("Using an EC2 credential token to create another token is not allowed.");
        }
        if (token.payload().thumbprint().isPresent()) {
            throw refused("Using a certificate-bound token to create another token is not allowed.");
        }
    }

    /** What the whole system gave is not carried into a project or domain. */
    void forbidNarrowing(Call call, JsonNode payload, AskedScope to) {
        boolean narrower = to instanceof AskedScope.OfProject || to instanceof AskedScope.OfDomain;
        boolean system = tokens.find(call.realm(), payload.path("id").asText(), false)
                .filter(subject -> subject.token().scope() instanceof TokenScope.OfSystem)
                .isPresent();
        if (system && narrower) {
            throw refused(
                    "Using a system-scoped token to create a project-scoped or domain-scoped token is not allowed.");
        }
    }

    private static KeystoneRefused refused(String action) {
        return KeystoneRefused.forbidden(action).because("rescope-forbidden");
    }
}
