package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.vestibule.identity.RealmName;
import java.time.Instant;

/** A bare key for JWS; its kid is its thumbprint (RFC 7638). */
record JwtKeyRecipe(SigningAlgorithm signing) implements KeyPlan.Recipe {
    private static final int RSA_BITS = 2048;

    @Override
    public String algorithm() {
        return signing.name();
    }

    @Override
    public JWK make(RealmName realm, Instant notBefore, Instant notAfter) throws JOSEException {
        return switch (signing) {
            case RS256 ->
                new RSAKeyGenerator(RSA_BITS)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(signing.jws())
                        .keyIDFromThumbprint(true)
                        .generate();
            case ES256 ->
                new ECKeyGenerator(Curve.P_256)
                        .keyUse(KeyUse.SIGNATURE)
                        .algorithm(signing.jws())
                        .keyIDFromThumbprint(true)
                        .generate();
        };
    }
}
