package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Who computes our signatures: Amazon Corretto Crypto Provider where its native library loads, which signs with RSA three
 * times and with P-256 eight times as fast, and the JDK elsewhere. It is asked for signatures alone and not installed for
 * the whole process: TLS and randomness stay with the JDK. Found at the first signature and not at the start.
 */
@ApplicationScoped
public class SignatureProvider {
    private static final String NATIVE = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";
    private final Optional<Provider> fast = load();

    JWSSigner signer(JWK jwk) {
        try {
            return signerOf(jwk);
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot sign with " + jwk.getKeyID(), broken);
        }
    }

    JWSVerifier verifier(JWSHeader header, JWK jwk) {
        try {
            return verifierOf(header, jwk);
        } catch (JOSEException broken) {
            throw new IllegalStateException("cannot verify with " + jwk.getKeyID(), broken);
        }
    }

    private JWSSigner signerOf(JWK jwk) throws JOSEException {
        JWSSigner signer = switch (jwk) {
            case RSAKey rsa -> new RSASSASigner((PrivateKey) ours(rsa.toPrivateKey()));
            case ECKey ec -> new ECDSASigner((PrivateKey) ours(ec.toPrivateKey()), ec.getCurve());
            default -> throw new JOSEException("no algorithm of ours signs with " + jwk.getKeyType());
        };
        fast.ifPresent(provider -> signer.getJCAContext().setProvider(provider));
        return signer;
    }

    private JWSVerifier verifierOf(JWSHeader header, JWK jwk) throws JOSEException {
        PublicKey key = (PublicKey) ours(((AsymmetricJWK) jwk).toPublicKey());
        JWSVerifier verifier = new DefaultJWSVerifierFactory().createJWSVerifier(header, key);
        fast.ifPresent(provider -> verifier.getJCAContext().setProvider(provider));
        return verifier;
    }

    /** Who signs faster than the JDK, where there is somebody. */
    public Optional<Provider> provider() {
        return fast;
    }

    PrivateKey translated(PrivateKey key) throws JOSEException {
        return (PrivateKey) ours(key);
    }

    /** The key as the provider keeps it: translated once, not for every signature. */
    private Key ours(Key key) throws JOSEException {
        try {
            return fast.isPresent()
                    ? KeyFactory.getInstance(key.getAlgorithm(), fast.get()).translateKey(key)
                    : key;
        } catch (GeneralSecurityException refused) {
            throw new JOSEException("the key is refused by " + fast, refused);
        }
    }

    private static Optional<Provider> load() {
        try {
            Class<?> type = Class.forName(NATIVE);
            Provider provider = (Provider) type.getField("INSTANCE").get(null);
            type.getMethod("assertHealthy").invoke(provider); // throws when its library did not load
            return Optional.of(provider);
        } catch (ReflectiveOperationException | LinkageError unavailable) {
            Logger.getLogger(SignatureProvider.class)
                    .infof("no native signatures here (%s): the JDK signs, more slowly", unavailable);
            return Optional.empty();
        }
    }
}
