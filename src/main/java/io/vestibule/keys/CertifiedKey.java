package io.vestibule.keys;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * A private key with the self-signed certificate that names it to partners.
 *
 * @param provider who computes with it, faster than the JDK
 * @param activatesAt from when on it signs; before that it is only published
 * @param retiresAt from when on it no longer signs
 */
public record CertifiedKey(
        String kid,
        PrivateKey privateKey,
        X509Certificate certificate,
        Optional<Provider> provider,
        Instant activatesAt,
        Instant retiresAt) {
    /** Never prints the key. */
    @Override
    public String toString() {
        return "CertifiedKey[" + kid + "]";
    }
}
