package io.vestibule.protocol.saml.toy;

import java.io.IOException;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key pair with a certificate that it signed itself, as SAML metadata carries it. */
public record ToyKey(PrivateKey key, X509Certificate certificate) {
    public static ToyKey rsa(String name) {
        return make(name, "RSA", 2048);
    }

    public static ToyKey ec(String name) {
        return make(name, "EC", 256);
    }

    /** A private key (PKCS#8, PKCS#1 or SEC1) and its certificate, both as PEM. */
    public static ToyKey read(Path key, Path certificate) throws IOException {
        try (Reader file = Files.newBufferedReader(key);
                PEMParser pem = new PEMParser(file)) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            PrivateKey read = switch (pem.readObject()) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo plain -> converter.getPrivateKey(plain);
                case null, default -> throw new IOException(key + " holds no unencrypted private key in PEM");
            };
            return new ToyKey(read, certificate(certificate));
        }
    }

    public static X509Certificate certificate(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (GeneralSecurityException broken) {
            throw new IOException(file + " holds no certificate: " + broken.getMessage(), broken);
        }
    }

    public PublicKey publicKey() {
        return certificate.getPublicKey();
    }

    public boolean isEc() {
        return "EC".equals(publicKey().getAlgorithm());
    }

    /** The certificate as {@code ds:X509Certificate} holds it. */
    public String certificateText() {
        try {
            return Base64.getEncoder().encodeToString(certificate.getEncoded());
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static ToyKey make(String name, String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            KeyPair pair = generator.generateKeyPair();
            X500Principal subject = new X500Principal("CN=" + name);
            Instant now = Instant.now();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    subject,
                                    BigInteger.valueOf(now.toEpochMilli()),
                                    Date.from(now.minus(Duration.ofDays(1))),
                                    Date.from(now.plus(Duration.ofDays(3650))),
                                    subject,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder("SHA256with" + (size == 256 ? "ECDSA" : "RSA"))
                                    .build(pair.getPrivate())));
            return new ToyKey(pair.getPrivate(), certificate);
        } catch (GeneralSecurityException | OperatorCreationException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
