package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import io.vestibule.identity.RealmName;
import java.time.Instant;

/** A Fernet key: 16 bytes that authenticate, then 16 that encrypt. */
record FernetKeyRecipe() implements KeyPlan.Recipe {
    static final String ALGORITHM = "FERNET";
    static final int BITS = 256;

    @Override
    public String algorithm() {
        return ALGORITHM;
    }

    @Override
    public JWK make(RealmName realm, Instant notBefore, Instant notAfter) throws JOSEException {
        return new OctetSequenceKeyGenerator(BITS)
                .keyUse(KeyUse.ENCRYPTION)
                .keyIDFromThumbprint(true)
                .generate();
    }

    static JWK of(byte[] bytes, String kid) {
        return new OctetSequenceKey.Builder(bytes)
                .keyUse(KeyUse.ENCRYPTION)
                .keyID(kid)
                .build();
    }
}
