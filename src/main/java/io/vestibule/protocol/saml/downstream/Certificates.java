package io.vestibule.protocol.saml.downstream;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates as operators paste them: PEM, or its base64 alone. */
final class Certificates {
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    private Certificates() {}

    static X509Certificate read(String text) {
        String pem = text.contains(BEGIN) ? text.strip() : BEGIN + "\n" + text.strip() + "\n-----END CERTIFICATE-----";
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
        } catch (CertificateException broken) {
            throw new IllegalArgumentException("no X.509 certificate in PEM", broken);
        }
    }

    static void require(String key, List<String> certificates) {
        for (String certificate : certificates) {
            try {
                read(certificate);
            } catch (IllegalArgumentException broken) {
                throw new IllegalArgumentException(key + " must be X.509 certificates in PEM", broken);
            }
        }
    }
}
