package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import io.vestibule.identity.RealmName;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key in a self-signed certificate. Partners trust the key because metadata names it; the certificate is only the usual
 * envelope (SAML V2.0 Metadata Interoperability Profile §2.3), and says until when the key is published at most.
 */
record CertifiedKeyRecipe(CertifiedKeys.Kind kind, CertifiedKeys.Use use, SecureRandom random)
        implements KeyPlan.Recipe {
    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 120;

    @Override
    public String algorithm() {
        return kind.name();
    }

    @Override
    public JWK make(RealmName realm, Instant notBefore, Instant notAfter) throws JOSEException {
        KeyUse keyUse = use == CertifiedKeys.Use.SIGNING ? KeyUse.SIGNATURE : KeyUse.ENCRYPTION;
        return switch (kind) {
            case RSA -> {
                RSAKey key = new RSAKeyGenerator(RSA_BITS)
                        .keyUse(keyUse)
                        .keyIDFromThumbprint(true)
                        .generate();
                yield new RSAKey.Builder(key)
                        .x509CertChain(certificate(
                                realm, key.toPublicKey(), key.toPrivateKey(), "SHA256withRSA", notBefore, notAfter))
                        .build();
            }
            case EC -> {
                ECKey key = new ECKeyGenerator(Curve.P_256)
                        .keyUse(keyUse)
                        .keyIDFromThumbprint(true)
                        .generate();
                yield new ECKey.Builder(key)
                        .x509CertChain(certificate(
                                realm, key.toPublicKey(), key.toPrivateKey(), "SHA256withECDSA", notBefore, notAfter))
                        .build();
            }
        };
    }

    private List<Base64> certificate(
            RealmName realm, PublicKey open, PrivateKey secret, String algorithm, Instant notBefore, Instant notAfter)
            throws JOSEException {
        var name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, realm.value() + " " + use.name().toLowerCase(Locale.ROOT))
                .build();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, new BigInteger(SERIAL_BITS, random), Date.from(notBefore), Date.from(notAfter), name, open);
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(secret)));
            return List.of(Base64.encode(certificate.getEncoded()));
        } catch (OperatorCreationException | GeneralSecurityException broken) {
            throw new JOSEException("cannot make a certificate", broken);
        }
    }
}
