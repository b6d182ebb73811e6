package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** P-256 keys as OpenSSL and Keystone keep them in files. */
final class PemKeys {
    private static final JcaPEMKeyConverter CONVERTER = new JcaPEMKeyConverter();

    private PemKeys() {}

    /** A private key, or a public one. Empty when the text is neither, or of another kind of key. */
    static Optional<ECKey> read(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            return switch (parser.readObject()) {
                case PrivateKeyInfo info -> Optional.of(pair(info));
                case PEMKeyPair pair -> Optional.of(pair(pair.getPrivateKeyInfo()));
                case SubjectPublicKeyInfo info ->
                    Optional.of(named(publicKey(info)).build());
                case null, default -> Optional.empty();
            };
        } catch (IOException | JOSEException | IllegalArgumentException | ClassCastException otherKind) {
            return Optional.empty(); // text in memory is always read: what fails is to make a key of it
        }
    }

    /** A private key says which public one belongs to it, whether or not its file does. */
    private static ECKey pair(PrivateKeyInfo info) throws IOException, JOSEException {
        ECPrivateKeyParameters secret = (ECPrivateKeyParameters) PrivateKeyFactory.createKey(info);
        ECPublicKeyParameters shown = new ECPublicKeyParameters(
                new FixedPointCombMultiplier().multiply(secret.getParameters().getG(), secret.getD()),
                secret.getParameters());
        ECPublicKey publicKey = publicKey(SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(shown));
        return named(publicKey)
                .privateKey((ECPrivateKey) CONVERTER.getPrivateKey(info))
                .build();
    }

    private static ECPublicKey publicKey(SubjectPublicKeyInfo info) throws IOException {
        return (ECPublicKey) CONVERTER.getPublicKey(info);
    }

    private static ECKey.Builder named(ECPublicKey key) throws JOSEException {
        return new ECKey.Builder(Curve.P_256, key).keyIDFromThumbprint();
    }

    static String publicPem(ECKey key) throws JOSEException {
        return pem("PUBLIC KEY", key.toECPublicKey().getEncoded());
    }

    static String privatePem(ECKey key) throws JOSEException {
        return pem("PRIVATE KEY", key.toECPrivateKey().getEncoded());
    }

    private static String pem(String type, byte[] der) {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, der));
        } catch (IOException impossible) {
            throw new IllegalStateException("memory does not fail to be written", impossible);
        }
        return text.toString();
    }
}
