package io.vestibule.protocol.saml.xml;

import java.util.Set;
import org.apache.xml.security.algorithms.MessageDigestAlgorithm;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.signature.XMLSignature;

/**
 * Which algorithms a partner may use: lists of what is allowed, never of what is not. The outdated ones are there only for
 * a partner for whom the operator named them.
 *
 * @param sha1 RSA-SHA1 signatures and SHA-1 digests
 * @param rsa15 RSA PKCS#1 v1.5 key transport (Bleichenbacher)
 * @param cbc AES-CBC content encryption (padding oracle)
 */
public record Algorithms(boolean sha1, boolean rsa15, boolean cbc) {
    /** None of the outdated ones. */
    public static final Algorithms CURRENT = new Algorithms(false, false, false);

    private static final Set<String> RSA = Set.of(
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA384,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA512,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA256_MGF1,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA384_MGF1,
            XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA512_MGF1);
    private static final Set<String> EC = Set.of(
            XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA256,
            XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA384,
            XMLSignature.ALGO_ID_SIGNATURE_ECDSA_SHA512);
    private static final Set<String> DIGESTS = Set.of(
            MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA256,
            MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA384,
            MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA512);
    private static final Set<String> GCM = Set.of(XMLCipher.AES_128_GCM, XMLCipher.AES_192_GCM, XMLCipher.AES_256_GCM);
    private static final Set<String> CBC = Set.of(XMLCipher.AES_128, XMLCipher.AES_192, XMLCipher.AES_256);
    private static final Set<String> OAEP = Set.of(XMLCipher.RSA_OAEP, XMLCipher.RSA_OAEP_11);

    /** Whether a signature of {@code method} may be verified with a key of type {@code keyType} ({@code RSA}, {@code EC}). */
    public boolean signature(String method, String keyType) {
        return switch (keyType) {
            // A public RSA key is no HMAC key, whatever the message says.
            case "RSA", "RSASSA-PSS" ->
                RSA.contains(method) || sha1 && method.equals(XMLSignature.ALGO_ID_SIGNATURE_RSA_SHA1);
            case "EC" -> EC.contains(method);
            default -> false;
        };
    }

    public boolean digest(String method) {
        return DIGESTS.contains(method) || sha1 && method.equals(MessageDigestAlgorithm.ALGO_ID_DIGEST_SHA1);
    }

    public boolean contentEncryption(String method) {
        return GCM.contains(method) || cbc && CBC.contains(method);
    }

    public boolean keyTransport(String method) {
        return OAEP.contains(method) || rsa15 && method.equals(XMLCipher.RSA_v1dot5);
    }
}
