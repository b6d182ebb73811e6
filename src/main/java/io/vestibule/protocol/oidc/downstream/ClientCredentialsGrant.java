package io.vestibule.protocol.oidc.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Set;

/** A token for the client itself (RFC 6749 §4.4): no refresh token, no person, and nothing read or written. */
@ApplicationScoped
class ClientCredentialsGrant implements TokenGrant {
    private final TokenResponses responses;

    ClientCredentialsGrant(TokenResponses responses) {
        this.responses = responses;
    }

    @Override
    public String grantType() {
        return GrantTypes.CLIENT_CREDENTIALS;
    }

    @Override
    public BackChannelAnswer redeem(BackChannelRequest request) {
        String asked = request.parameters().get("scope").orElse("");
        if (!Scopes.isWellFormed(asked)) {
            return new BackChannelAnswer.Refused(
                    Denied.of("invalid_scope", "scope-malformed", "The scope has characters it may not have."));
        }
        Set<String> scopes = new LinkedHashSet<>(Scopes.values(asked));
        scopes.retainAll(request.client().oidc().scopes());
        scopes.removeAll(Scopes.ABOUT_PEOPLE); // there is nobody to say anything about
        return responses.ofClient(request, grantType(), scopes);
    }
}
