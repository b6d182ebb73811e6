package io.vestibule.protocol.saml.toy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.w3c.dom.Element;

/** XML Encryption 1.1 of one element for RSA keys, by hand. */
public final class XmlEncryption {
    public static final String GCM = SamlNames.XENC11 + "aes256-gcm";
    public static final String CBC = SamlNames.XENC + "aes256-cbc";
    public static final String OAEP = SamlNames.XENC11 + "rsa-oaep";
    public static final String OAEP_MGF1P = SamlNames.XENC + "rsa-oaep-mgf1p";
    public static final String RSA_15 = SamlNames.XENC + "rsa-1_5";
    private static final SecureRandom RANDOM = new SecureRandom();

    private XmlEncryption() {}

    /** What an encrypted element consists of, before it is text, so that a case may break one part. */
    public record Parts(String block, String transport, byte[] wrappedKey, byte[] content) {
        public Parts content(byte[] other) {
            return new Parts(block, transport, wrappedKey, other);
        }

        public String element(String name) {
            Base64.Encoder base64 = Base64.getEncoder();
            String method = switch (transport) {
                case OAEP ->
                    "<ds:DigestMethod xmlns:ds=\"" + SamlNames.DSIG + "\" Algorithm=\"" + SamlNames.SHA256
                            + "\"/><xenc11:MGF xmlns:xenc11=\"" + SamlNames.XENC11 + "\" Algorithm=\""
                            + SamlNames.XENC11 + "mgf1sha256\"/>";
                default -> "";
            };
            return "<saml:" + name + " xmlns:saml=\"" + SamlNames.ASSERTION + "\"><xenc:EncryptedData xmlns:xenc=\""
                    + SamlNames.XENC + "\" Type=\"" + SamlNames.XENC + "Element\"><xenc:EncryptionMethod Algorithm=\""
                    + block + "\"/><ds:KeyInfo xmlns:ds=\"" + SamlNames.DSIG
                    + "\"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"" + transport + "\">" + method
                    + "</xenc:EncryptionMethod><xenc:CipherData><xenc:CipherValue>" + base64.encodeToString(wrappedKey)
                    + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData>"
                    + "<xenc:CipherValue>" + base64.encodeToString(content)
                    + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></saml:" + name + ">";
        }
    }

    public static String assertion(String xml, PublicKey to) {
        return encrypt(xml, to, GCM, OAEP).element("EncryptedAssertion");
    }

    public static Parts encrypt(String xml, PublicKey to, String block, String transport) {
        try {
            byte[] key = new byte[32];
            RANDOM.nextBytes(key);
            byte[] iv = new byte[block.equals(GCM) ? 12 : 16];
            RANDOM.nextBytes(iv);
            Cipher content = Cipher.getInstance(block.equals(GCM) ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
            content.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), parameters(block, iv));
            byte[] text = content.doFinal(xml.getBytes(StandardCharsets.UTF_8));
            byte[] whole = Arrays.copyOf(iv, iv.length + text.length);
            System.arraycopy(text, 0, whole, iv.length, text.length);
            String hash = transport.equals(OAEP) ? "SHA-256" : "SHA-1";
            Cipher wrap = transport(Cipher.ENCRYPT_MODE, to, transport, hash, hash);
            return new Parts(block, transport, wrap.doFinal(key), whole);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** The element inside {@code EncryptedAssertion} or {@code EncryptedID}, in a document of its own. */
    public static Element decrypt(Element encrypted, Collection<PrivateKey> keys) {
        Element encryptedData =
                Xml.child(encrypted, SamlNames.XENC, "EncryptedData").orElseThrow();
        Element encryptedKey =
                Xml.below(encrypted, SamlNames.XENC, "EncryptedKey").orElseThrow();
        String block = method(encryptedData).getAttribute("Algorithm");
        byte[] whole = value(encryptedData);
        GeneralSecurityException last = new GeneralSecurityException("no key");
        for (PrivateKey key : keys) {
            try {
                SecretKey secret = unwrap(encryptedKey, key);
                boolean gcm = block.endsWith("-gcm");
                int iv = gcm ? 12 : 16;
                Cipher content = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
                content.init(Cipher.DECRYPT_MODE, secret, parameters(gcm ? GCM : CBC, Arrays.copyOf(whole, iv)));
                return Xml.parse(content.doFinal(whole, iv, whole.length - iv));
            } catch (GeneralSecurityException otherKey) {
                last = otherKey;
            }
        }
        throw new IllegalArgumentException("does not decrypt: " + last.getMessage(), last);
    }

    /** How it is encrypted: block cipher and key transport. */
    public static String methods(Element encrypted) {
        Element encryptedData =
                Xml.child(encrypted, SamlNames.XENC, "EncryptedData").orElseThrow();
        Element encryptedKey =
                Xml.below(encrypted, SamlNames.XENC, "EncryptedKey").orElseThrow();
        return method(encryptedData).getAttribute("Algorithm") + " "
                + method(encryptedKey).getAttribute("Algorithm");
    }

    private static SecretKey unwrap(Element encryptedKey, PrivateKey key) throws GeneralSecurityException {
        Element method = method(encryptedKey);
        Optional<String> digest =
                Xml.child(method, SamlNames.DSIG, "DigestMethod").map(element -> element.getAttribute("Algorithm"));
        Optional<String> mgf =
                Xml.child(method, SamlNames.XENC11, "MGF").map(element -> element.getAttribute("Algorithm"));
        Cipher wrap = transport(
                Cipher.DECRYPT_MODE,
                key,
                method.getAttribute("Algorithm"),
                digest.map(XmlEncryption::hash).orElse("SHA-1"),
                mgf.map(XmlEncryption::hash).orElse("SHA-1"));
        return new SecretKeySpec(wrap.doFinal(value(encryptedKey)), "AES");
    }

    private static Cipher transport(int mode, Key key, String transport, String digest, String mgf)
            throws GeneralSecurityException {
        Cipher cipher =
                Cipher.getInstance(transport.equals(RSA_15) ? "RSA/ECB/PKCS1Padding" : "RSA/ECB/OAEPPadding", "SunJCE");
        if (transport.equals(RSA_15)) {
            cipher.init(mode, key);
        } else {
            AlgorithmParameterSpec oaep =
                    new OAEPParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgf), PSource.PSpecified.DEFAULT);
            cipher.init(mode, key, oaep);
        }
        return cipher;
    }

    private static String hash(String algorithm) {
        return "SHA-" + algorithm.replaceAll(".*sha", "");
    }

    private static AlgorithmParameterSpec parameters(String block, byte[] iv) {
        return block.equals(GCM) ? new GCMParameterSpec(128, iv) : new IvParameterSpec(iv);
    }

    private static Element method(Element encrypted) {
        return Xml.child(encrypted, SamlNames.XENC, "EncryptionMethod").orElseThrow();
    }

    private static byte[] value(Element encrypted) {
        Element cipher = Xml.child(encrypted, SamlNames.XENC, "CipherData").orElseThrow();
        return Base64.getMimeDecoder()
                .decode(Xml.child(cipher, SamlNames.XENC, "CipherValue")
                        .orElseThrow()
                        .getTextContent());
    }
}
