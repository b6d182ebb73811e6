package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;
import org.apache.xml.security.exceptions.XMLSecurityException;
import org.apache.xml.security.stax.ext.stax.XMLSecEvent;
import org.apache.xml.security.stax.impl.transformer.canonicalizer.Canonicalizer20010315_Excl;
import org.apache.xml.security.stax.impl.transformer.canonicalizer.Canonicalizer20010315_ExclOmitCommentsTransformer;

/**
 * The signature in a root element. Only one form of it is understood, the one SAML asks for (SAML Core §5.4): one reference,
 * to that very root, enveloped and exclusively canonicalised. Keys come from the configuration; what the document says about
 * keys is not even read. The inbound chain of the XML security library is not used, for it takes a KeyValue out of the message.
 */
final class EnvelopedSignature {
    private static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    private static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String PSS_SHA256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";

    private static final Map<String, String> SIGNATURES = Map.of(
            MORE + "rsa-sha256",
            "SHA256withRSA",
            MORE + "rsa-sha384",
            "SHA384withRSA",
            MORE + "rsa-sha512",
            "SHA512withRSA",
            MORE + "ecdsa-sha256",
            "SHA256withECDSAinP1363Format",
            MORE + "ecdsa-sha384",
            "SHA384withECDSAinP1363Format",
            MORE + "ecdsa-sha512",
            "SHA512withECDSAinP1363Format",
            PSS_SHA256,
            "RSASSA-PSS");
    private static final Map<String, String> DIGESTS = Map.of(
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "SHA-256",
            MORE + "sha384",
            "SHA-384",
            "http://www.w3.org/2001/04/xmlenc#sha512",
            "SHA-512");

    private final List<XMLSecEvent> events;
    private final SmallTree signedInfo;
    private final String algorithm;
    private final byte[] value;
    private final String digestAlgorithm;
    private final byte[] digest;
    private final List<String> prefixes;

    /**
     * @param events from the start to the end of ds:Signature
     * @param rootId ID of the root element; empty when it has none
     */
    EnvelopedSignature(List<XMLSecEvent> events, String rootId) throws MetadataRefused {
        this.events = events;
        SmallTree signature = SmallTree.of(events);
        List<SmallTree> parts = signature.children();
        boolean plain = parts.size() >= 2
                && parts.get(0).is("SignedInfo")
                && parts.get(1).is("SignatureValue")
                && (parts.size() == 2 || parts.size() == 3 && parts.get(2).is("KeyInfo"));
        require(plain, "SignedInfo, SignatureValue and at most KeyInfo");
        this.signedInfo = parts.get(0);
        List<SmallTree> info = signedInfo.only("CanonicalizationMethod", "SignatureMethod", "Reference");
        require(info.get(0).attribute("Algorithm").equals(EXCLUSIVE), "exclusive canonicalisation of SignedInfo");
        this.algorithm = allowed(SIGNATURES, info.get(1).attribute("Algorithm"));
        SmallTree reference = info.get(2);
        String target = reference.attribute("URI");
        boolean root = target.isEmpty() || !rootId.isEmpty() && target.equals("#" + rootId);
        require(root, "a reference to the root element");
        List<SmallTree> parted = reference.only("Transforms", "DigestMethod", "DigestValue");
        List<SmallTree> transforms = parted.get(0).only("Transform", "Transform");
        require(transforms.get(0).attribute("Algorithm").equals(ENVELOPED), "the enveloped-signature transform first");
        require(transforms.get(1).attribute("Algorithm").equals(EXCLUSIVE), "exclusive canonicalisation after it");
        this.prefixes = prefixes(transforms.get(1));
        this.digestAlgorithm = allowed(DIGESTS, parted.get(1).attribute("Algorithm"));
        this.digest = bytes(parted.get(2).text());
        this.value = bytes(parts.get(1).text());
    }

    /** Whether one of the keys made it. What it says of the document is then believed, and nothing before. */
    void verify(Collection<PublicKey> trusted) throws MetadataRefused {
        byte[] octets = canonicalSignedInfo();
        for (PublicKey key : trusted) {
            boolean fits = algorithm.contains("ECDSA") == key.getAlgorithm().equals("EC");
            if (fits && made(key, octets)) {
                return;
            }
        }
        throw new MetadataRefused("signature", "no trusted key made the signature");
    }

    MessageDigest newDigest() {
        return digest(digestAlgorithm);
    }

    boolean names(byte[] digestOfDocument) {
        return MessageDigest.isEqual(digest, digestOfDocument);
    }

    Canonicalizer20010315_Excl newCanonicaliser() {
        return canonicaliser(prefixes);
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has " + algorithm, impossible);
        }
    }

    static Canonicalizer20010315_Excl canonicaliser(List<String> prefixes) {
        try {
            Canonicalizer20010315_Excl canonicaliser = new Canonicalizer20010315_ExclOmitCommentsTransformer();
            canonicaliser.setProperties(Map.of(Canonicalizer20010315_Excl.INCLUSIVE_NAMESPACES_PREFIX_LIST, prefixes));
            return canonicaliser;
        } catch (XMLSecurityException impossible) {
            throw new IllegalStateException("a list of prefixes is what it takes", impossible);
        }
    }

    private boolean made(PublicKey key, byte[] octets) throws MetadataRefused {
        try {
            Signature check = Signature.getInstance(algorithm);
            if (algorithm.equals("RSASSA-PSS")) { // RFC 9231 §2.3.10: salt as long as the digest
                check.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            check.initVerify(key);
            check.update(octets);
            return check.verify(value);
        } catch (GeneralSecurityException unusable) {
            return false; // a signature of the wrong length, or a key of another kind
        }
    }

    private byte[] canonicalSignedInfo() throws MetadataRefused {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        Canonicalizer20010315_Excl canonicaliser =
                canonicaliser(prefixes(signedInfo.children().get(0)));
        try {
            canonicaliser.setOutputStream(octets);
            for (XMLSecEvent event : events.subList(signedInfo.from(), signedInfo.to())) {
                canonicaliser.transform(event);
            }
        } catch (XMLStreamException | XMLSecurityException refused) {
            throw new MetadataRefused("signature-form", String.valueOf(refused.getMessage()));
        }
        return octets.toByteArray();
    }

    private static List<String> prefixes(SmallTree transform) throws MetadataRefused {
        List<SmallTree> children = transform.children();
        if (children.isEmpty()) {
            return List.of();
        }
        require(children.size() == 1 && children.get(0).is(EXCLUSIVE, "InclusiveNamespaces"), "a list of prefixes");
        return Arrays.stream(children.get(0).attribute("PrefixList").strip().split("\\s+"))
                .filter(prefix -> !prefix.isEmpty())
                .toList();
    }

    private static String allowed(Map<String, String> known, String algorithm) throws MetadataRefused {
        String name = known.get(algorithm);
        if (name == null) {
            throw new MetadataRefused("algorithm", "the algorithm " + algorithm + " is not accepted");
        }
        return name;
    }

    private static byte[] bytes(String base64) throws MetadataRefused {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException unreadable) {
            throw new MetadataRefused("signature-form", "a value that is not base64");
        }
    }

    static void require(boolean met, String wanted) throws MetadataRefused {
        if (!met) {
            throw new MetadataRefused("signature-form", "a signature must have " + wanted);
        }
    }
}
