package io.vestibule.protocol.oidc.downstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The token endpoint (RFC 6749 §3.2): finds the grant, and whether this client may use it. */
@ApplicationScoped
class TokenRequests {
    private final Map<String, TokenGrant> grants;

    TokenRequests(@Any Instance<TokenGrant> grants) {
        this.grants = grants.stream().collect(Collectors.toUnmodifiableMap(TokenGrant::grantType, Function.identity()));
    }

    BackChannelAnswer answer(BackChannelRequest request) {
        Optional<String> type = request.parameters().get("grant_type");
        if (type.isEmpty()) {
            return new BackChannelAnswer.Refused(
                    Denied.invalidRequest("grant-type-missing", "The grant_type is missing."));
        }
        TokenGrant grant = grants.get(type.get());
        if (grant == null) {
            return new BackChannelAnswer.Refused(
                    Denied.of("unsupported_grant_type", "grant-type", "The grant_type is not supported."));
        }
        if (!request.client().mayUse(type.get())) {
            return new BackChannelAnswer.Refused(
                    Denied.of("unauthorized_client", "grant-not-allowed", "This client may not use this grant_type."));
        }
        return grant.redeem(request);
    }
}
