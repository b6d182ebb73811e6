package io.vestibule.protocol.saml.xml;

import io.vestibule.keys.CertifiedKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Fresh keys in self-signed certificates. */
public final class SamlKeys {
    private SamlKeys() {}

    public static CertifiedKey rsa() {
        return key("RSA", 2048, "SHA256withRSA");
    }

    public static CertifiedKey ec() {
        return key("EC", 256, "SHA256withECDSA");
    }

    private static CertifiedKey key(String type, int bits, String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            X500Principal name = new X500Principal("CN=test");
            var certificate = new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    name,
                                    BigInteger.ONE,
                                    Date.from(Instant.now().minusSeconds(60)),
                                    Date.from(Instant.now().plusSeconds(3600)),
                                    name,
                                    pair.getPublic())
                            .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate())));
            return new CertifiedKey(
                    "test",
                    pair.getPrivate(),
                    certificate,
                    Optional.empty(),
                    Instant.now().minusSeconds(60),
                    Instant.now().plusSeconds(3600));
        } catch (GeneralSecurityException | OperatorCreationException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
