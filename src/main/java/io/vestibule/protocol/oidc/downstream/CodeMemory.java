package io.vestibule.protocol.oidc.downstream;

import java.util.Optional;

/**
 * What an authorization code stands for.
 *
 * @param redirectUri as the authorization request had it, when it had one
 * @param challenge of PKCE, when there was one
 */
record CodeMemory(
        String client,
        Optional<String> redirectUri,
        Optional<String> challenge,
        Optional<String> nonce,
        GrantMemory grant) {}
