package io.vestibule.protocol.oidc.upstream;

import io.vestibule.identity.Secret;
import java.util.Map;

/**
 * A login that passed every check.
 *
 * @param idToken as received, for the provider's end-session endpoint
 * @param idTokenClaims its payload
 * @param userinfoClaims what userinfo added, empty when it was not asked
 */
public record VerifiedLogin(
        String subject, Secret idToken, Map<String, Object> idTokenClaims, Map<String, Object> userinfoClaims) {}
