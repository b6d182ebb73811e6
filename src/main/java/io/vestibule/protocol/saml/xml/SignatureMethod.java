package io.vestibule.protocol.saml.xml;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import org.apache.xml.security.algorithms.JCEMapper;
import org.apache.xml.security.algorithms.MessageDigestAlgorithm;
import org.apache.xml.security.signature.XMLSignature;

/** The XML names of signature algorithms (RFC 9231 §2.3) and what computes them. */
final class SignatureMethod {
    static final String DIGEST = MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA256;

    private SignatureMethod() {}

    /** What this server signs with. */
    static String of(Key key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256;
            case "EC" -> XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA256;
            default -> throw new IllegalArgumentException("nothing here signs with " + key.getAlgorithm());
        };
    }

    /** A detached signature; XML and its bindings write that of ECDSA as r and s side by side (RFC 9231 §2.3.6). */
    static Signature jca(String method, Optional<Provider> provider) throws GeneralSecurityException {
        String name = JCEMapper.translateURItoJCEID(method);
        if (name == null) {
            throw new GeneralSecurityException("no such signature: " + method);
        }
        if (name.endsWith("withECDSA")) {
            return Signature.getInstance(name + "inP1363Format");
        }
        return provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
    }

    static boolean verifies(String method, PublicKey key, byte[] octets, byte[] signature) {
        try {
            Signature verifier = jca(method, Optional.empty());
            verifier.initVerify(key);
            verifier.update(octets);
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
