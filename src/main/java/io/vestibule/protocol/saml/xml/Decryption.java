package io.vestibule.protocol.saml.xml;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyGenerator;
import org.apache.xml.security.algorithms.JCEMapper;
import org.apache.xml.security.encryption.XMLCipher;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.opensaml.core.xml.XMLObject;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.EncryptedAssertion;
import org.opensaml.saml.saml2.core.EncryptedElementType;
import org.opensaml.saml.saml2.core.EncryptedID;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.xmlsec.encryption.EncryptedData;
import org.opensaml.xmlsec.encryption.EncryptedKey;
import org.opensaml.xmlsec.encryption.EncryptedType;
import org.w3c.dom.Element;

/**
 * Opens what was encrypted to us. Says the same of every failure, so that nothing is learned by trying (Jager and
 * Somorovsky, "How to break XML encryption"). What comes out is parsed by the rules for messages, in a document of its own:
 * it is not verified by having been secret.
 */
@ApplicationScoped
public class Decryption {
    private static final int MOST_KEYS = 4;

    private final OpenSaml openSaml;
    private final XmlReading reading;

    public Decryption(OpenSaml openSaml, XmlReading reading) {
        this.openSaml = openSaml;
        this.reading = reading;
    }

    public Assertion open(EncryptedAssertion encrypted, List<PrivateKey> keys, Algorithms algorithms)
            throws SamlRefused {
        return open(encrypted, keys, algorithms, Assertion.class);
    }

    public NameID open(EncryptedID encrypted, List<PrivateKey> keys, Algorithms algorithms) throws SamlRefused {
        return open(encrypted, keys, algorithms, NameID.class);
    }

    private <T extends XMLObject> T open(
            EncryptedElementType encrypted, List<PrivateKey> keys, Algorithms algorithms, Class<T> type)
            throws SamlRefused {
        openSaml.ready();
        EncryptedData content = encrypted.getEncryptedData();
        if (content == null) {
            throw unreadable();
        }
        String cipher = allowed(content, algorithms::contentEncryption);
        for (EncryptedKey transported : transported(encrypted, content)) {
            allowed(transported, algorithms::keyTransport);
            for (PrivateKey key : keys) {
                Optional<byte[]> clear = clear(content, cipher, transported, key, algorithms);
                if (clear.isPresent()) {
                    return read(clear.get(), type);
                }
            }
        }
        throw unreadable();
    }

    private <T extends XMLObject> T read(byte[] clear, Class<T> type) throws SamlRefused {
        try {
            return reading.message(clear, type);
        } catch (SamlRefused notSaml) {
            throw unreadable();
        }
    }

    /** The keys in the KeyInfo, and those beside the data (SAML Core §2.3.4 allows both). */
    private static List<EncryptedKey> transported(EncryptedElementType encrypted, EncryptedData content) {
        List<EncryptedKey> found = new ArrayList<>();
        if (content.getKeyInfo() != null) {
            found.addAll(content.getKeyInfo().getEncryptedKeys());
        }
        found.addAll(encrypted.getEncryptedKeys());
        return found.subList(0, Math.min(MOST_KEYS, found.size()));
    }

    private interface Allowed {
        boolean algorithm(String uri);
    }

    private static String allowed(EncryptedType encrypted, Allowed allowed) throws SamlRefused {
        String algorithm = encrypted.getEncryptionMethod() == null
                ? null
                : encrypted.getEncryptionMethod().getAlgorithm();
        boolean inside = encrypted.getCipherData() != null
                && encrypted.getCipherData().getCipherValue() != null
                && encrypted.getCipherData().getCipherReference() == null; // nothing is fetched
        if (algorithm == null || !allowed.algorithm(algorithm) || !inside) {
            throw unreadable();
        }
        return algorithm;
    }

    private static Optional<byte[]> clear(
            EncryptedData content, String algorithm, EncryptedKey transported, PrivateKey key, Algorithms algorithms) {
        Element data = content.getDOM();
        Element wrapped = transported.getDOM();
        if (data == null || wrapped == null) {
            return Optional.empty();
        }
        try {
            XMLCipher unwrap = XMLCipher.getInstance();
            unwrap.setSecureValidation(!algorithms.rsa15());
            unwrap.init(XMLCipher.UNWRAP_MODE, key);
            Key secret = unwrapped(unwrap, wrapped, algorithm);
            XMLCipher decrypt = XMLCipher.getInstance();
            decrypt.setSecureValidation(true);
            decrypt.init(XMLCipher.DECRYPT_MODE, secret);
            return Optional.of(decrypt.decryptToByteArray(data));
        } catch (XMLSecurityException | RuntimeException unreadable) {
            return Optional.empty(); // the next key may fit; why this one did not is nobody's business
        }
    }

    /**
     * The key inside, or another one that opens nothing: a wrong key then takes as long as wrong content, and the time of a
     * refusal does not tell them apart (security case 17; RFC 3218 §2.3.2 for the same attack on CMS).
     */
    private static Key unwrapped(XMLCipher unwrap, Element wrapped, String algorithm) throws XMLSecurityException {
        Key another = random(JCEMapper.getKeyLengthFromURI(algorithm)); // made each time, needed or not
        try {
            return unwrap.decryptKey(unwrap.loadEncryptedKey(wrapped), algorithm);
        } catch (XMLSecurityException | RuntimeException notOurs) {
            return another;
        }
    }

    private static Key random(int bits) {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(bits);
            return generator.generateKey();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has AES", missing);
        }
    }

    private static SamlRefused unreadable() {
        return new SamlRefused("cannot-decrypt", "content encrypted to one of our keys with AES-GCM and RSA-OAEP", "");
    }
}
