package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Optional;

/** An id_token whose signature is the provider's; what it says is checked by {@link IdTokenChecks}. */
record IdToken(String compact, JWSAlgorithm algorithm, Json claims) {
    Optional<String> text(String name) {
        return claims.text(name);
    }

    @Override
    public String toString() {
        return "IdToken[***]";
    }
}
