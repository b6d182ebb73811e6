package io.vestibule.protocol.saml.metadata;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a role, the first published first. A KeyDescriptor without {@code use} counts for both (SAML Metadata §2.4.1.1).
 * A certificate is a wrapping: neither its dates nor its issuer mean anything (SAML Metadata Interoperability §2.6.1).
 */
public record PartnerKeys(List<PublicKey> signing, List<EncryptionKey> encryption) {
    public PartnerKeys {
        signing = List.copyOf(signing);
        encryption = List.copyOf(encryption);
    }

    public static PartnerKeys none() {
        return new PartnerKeys(List.of(), List.of());
    }

    /**
     * A key others encrypt with.
     *
     * @param methods URIs of the algorithms its owner says it can decrypt, content and key transport alike; empty when unsaid
     */
    public record EncryptionKey(PublicKey key, Optional<X509Certificate> certificate, List<String> methods) {
        public EncryptionKey {
            methods = List.copyOf(methods);
        }
    }
}
