package io.vestibule.protocol.saml.xml;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.EncryptedAssertion;
import org.opensaml.saml.saml2.encryption.Encrypter;
import org.opensaml.security.credential.BasicCredential;
import org.opensaml.xmlsec.encryption.support.DataEncryptionParameters;
import org.opensaml.xmlsec.encryption.support.EncryptionException;
import org.opensaml.xmlsec.encryption.support.KeyEncryptionParameters;
import org.opensaml.xmlsec.encryption.support.RSAOAEPParameters;

/** Encrypts to a partner's key, with authenticated encryption only (XML Encryption 1.1 §5.2.4). */
@ApplicationScoped
public class Encryption {
    private final OpenSaml openSaml;

    public Encryption(OpenSaml openSaml) {
        this.openSaml = openSaml;
    }

    /**
     * The partner's key and what the partner reads, as its metadata says.
     *
     * @param key an RSA key
     */
    public record Recipient(PublicKey key, KeyTransport transport, Content content) {
        /** What every implementation reads. */
        public Recipient(PublicKey key) {
            this(key, KeyTransport.OAEP_SHA1, Content.AES_256_GCM);
        }
    }

    /** RSA-OAEP; SHA-1 is no weakness in this place (NIST SP 800-56B needs no collision resistance of it). */
    public enum KeyTransport {
        OAEP_SHA1,
        OAEP_SHA256
    }

    /** How the content is encrypted. */
    public enum Content {
        AES_128_GCM("http://www.w3.org/2009/xmlenc11#aes128-gcm"),
        AES_256_GCM("http://www.w3.org/2009/xmlenc11#aes256-gcm");

        private final String uri;

        Content(String uri) {
            this.uri = uri;
        }
    }

    /** The assertion as its DOM stands, signature included, readable for the recipient alone. */
    public EncryptedAssertion encrypt(Assertion assertion, Recipient recipient) {
        openSaml.marshal(assertion);
        try {
            return encrypter(recipient).encrypt(assertion);
        } catch (EncryptionException broken) {
            throw new IllegalStateException("cannot encrypt to the partner's key", broken);
        }
    }

    private static Encrypter encrypter(Recipient recipient) {
        DataEncryptionParameters content = new DataEncryptionParameters();
        content.setAlgorithm(recipient.content().uri);
        KeyEncryptionParameters transport = new KeyEncryptionParameters();
        transport.setEncryptionCredential(new BasicCredential(recipient.key()));
        switch (recipient.transport()) {
            case OAEP_SHA1 -> transport.setAlgorithm("http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p");
            case OAEP_SHA256 -> {
                transport.setAlgorithm("http://www.w3.org/2009/xmlenc11#rsa-oaep");
                transport.setRSAOAEPParameters(new RSAOAEPParameters(
                        "http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2009/xmlenc11#mgf1sha256", null));
            }
        }
        Encrypter encrypter = new Encrypter(content, transport);
        encrypter.setKeyPlacement(Encrypter.KeyPlacement.INLINE);
        return encrypter;
    }
}
