package io.vestibule.protocol.saml.metadata;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key with a self-signed certificate. */
record TestSigner(KeyPair keys, X509Certificate certificate) {
    static TestSigner rsa() {
        return of("RSA", 2048, "SHA256withRSA");
    }

    static TestSigner ec() {
        return of("EC", 256, "SHA256withECDSA");
    }

    private static TestSigner of(String algorithm, int size, String signature) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            KeyPair keys = generator.generateKeyPair();
            X500Principal name = new X500Principal("CN=test");
            Instant start = Instant.parse("2020-01-01T00:00:00Z");
            Date end = Date.from(Instant.parse("2021-01-01T00:00:00Z")); // long over: metadata is about keys
            var builder = new JcaX509v3CertificateBuilder(
                    name, BigInteger.ONE, Date.from(start), end, name, keys.getPublic());
            return new TestSigner(
                    keys,
                    new JcaX509CertificateConverter()
                            .getCertificate(
                                    builder.build(new JcaContentSignerBuilder(signature).build(keys.getPrivate()))));
        } catch (GeneralSecurityException | OperatorCreationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String base64() {
        try {
            return Base64.getMimeEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    String pem() {
        return "-----BEGIN CERTIFICATE-----\n" + base64() + "\n-----END CERTIFICATE-----\n";
    }
}
