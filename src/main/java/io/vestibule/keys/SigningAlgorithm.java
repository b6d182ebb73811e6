package io.vestibule.keys;

import com.nimbusds.jose.JWSAlgorithm;

/** Algorithms this server signs with (RFC 7518 §3.1). */
public enum SigningAlgorithm {
    RS256(JWSAlgorithm.RS256),
    ES256(JWSAlgorithm.ES256);

    private final JWSAlgorithm jws;

    SigningAlgorithm(JWSAlgorithm jws) {
        this.jws = jws;
    }

    public JWSAlgorithm jws() {
        return jws;
    }
}
