package io.vestibule.protocol.saml.toy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.dsig.TransformException;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;

/**
 * Signs a message, given as text, by hand: every part of the signature is text that a caller may choose, wrong parts too.
 * {@code ds:SignedInfo} is written in its canonical form, so its octets are what is signed.
 */
public final class Seal {
    private static final Pattern START = Pattern.compile("<[^?!][^>]*>");
    private static final Pattern ISSUER_END = Pattern.compile("</[\\w-]*:?Issuer>");

    private Seal() {}

    /**
     * What the signature says of itself.
     *
     * @param references their URIs; {@code @ID} stands for the root's ID
     * @param transforms the content of {@code ds:Transforms}
     * @param keyInfo the content of {@code ds:KeyInfo}
     * @param key what signs, where that is not the private key of the identity provider
     */
    public record Shape(
            String method,
            String digest,
            String canonicalization,
            List<String> references,
            String transforms,
            String keyInfo,
            Key key) {
        public static Shape of(ToyKey key) {
            return new Shape(
                    key.isEc() ? SamlNames.ECDSA_SHA256 : SamlNames.RSA_SHA256,
                    SamlNames.SHA256,
                    SamlNames.EXCLUSIVE,
                    List.of("#@ID"),
                    transform(SamlNames.ENVELOPED) + transform(SamlNames.EXCLUSIVE),
                    certificate(key),
                    key.key());
        }

        public Shape method(String other) {
            return new Shape(other, digest, canonicalization, references, transforms, keyInfo, key);
        }

        public Shape digest(String other) {
            return new Shape(method, other, canonicalization, references, transforms, keyInfo, key);
        }

        public Shape canonicalization(String other) {
            return new Shape(method, digest, other, references, transforms, keyInfo, key);
        }

        public Shape references(String... others) {
            return new Shape(method, digest, canonicalization, List.of(others), transforms, keyInfo, key);
        }

        public Shape transforms(String others) {
            return new Shape(method, digest, canonicalization, references, others, keyInfo, key);
        }

        public Shape keyInfo(String other) {
            return new Shape(method, digest, canonicalization, references, transforms, other, key);
        }

        public Shape key(Key other) {
            return new Shape(method, digest, canonicalization, references, transforms, keyInfo, other);
        }
    }

    public static String transform(String algorithm) {
        return "<ds:Transform Algorithm=\"" + algorithm + "\"></ds:Transform>";
    }

    public static String certificate(ToyKey key) {
        return "<ds:X509Data><ds:X509Certificate>" + key.certificateText() + "</ds:X509Certificate></ds:X509Data>";
    }

    /** The same message with a signature over its root element, as SAML Core §5.4 has it. */
    public static String sign(String xml, ToyKey key) {
        return insert(xml, signature(xml, Shape.of(key)));
    }

    public static String sign(String xml, Shape shape) {
        return insert(xml, signature(xml, shape));
    }

    /** A signature belongs after the issuer; in metadata, which has none, it comes first. */
    public static String insert(String xml, String signature) {
        boolean metadata =
                START.matcher(xml).results().findFirst().orElseThrow().group().contains(SamlNames.METADATA);
        Matcher place = (metadata ? START : ISSUER_END).matcher(xml);
        if (!place.find()) {
            throw new IllegalArgumentException("no place for a signature: " + xml);
        }
        return xml.substring(0, place.end()) + signature + xml.substring(place.end());
    }

    public static String signature(String xml, Shape shape) {
        return over(signedInfo(xml, shape), shape);
    }

    /** What is to be signed, in canonical form. */
    public static String signedInfo(String xml, Shape shape) {
        String id = Xml.parse(xml).getAttribute("ID");
        String digest = Base64.getEncoder().encodeToString(digest(canonical(xml), shape.digest()));
        List<String> references = new ArrayList<>();
        for (String uri : shape.references()) {
            references.add("<ds:Reference URI=\"" + Xml.escape(uri.replace("@ID", id)) + "\"><ds:Transforms>"
                    + shape.transforms() + "</ds:Transforms><ds:DigestMethod Algorithm=\"" + shape.digest()
                    + "\"></ds:DigestMethod><ds:DigestValue>" + digest + "</ds:DigestValue></ds:Reference>");
        }
        return "<ds:SignedInfo xmlns:ds=\"" + SamlNames.DSIG
                + "\"><ds:CanonicalizationMethod Algorithm=\"" + shape.canonicalization()
                + "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"" + shape.method()
                + "\"></ds:SignatureMethod>" + String.join("", references) + "</ds:SignedInfo>";
    }

    /** A signature over a {@code ds:SignedInfo} that is already canonical. */
    public static String over(String signedInfo, Shape shape) {
        return "<ds:Signature xmlns:ds=\"" + SamlNames.DSIG + "\">" + signedInfo + "<ds:SignatureValue>"
                + Base64.getEncoder().encodeToString(raw(signedInfo, shape)) + "</ds:SignatureValue>"
                + (shape.keyInfo().isEmpty() ? "" : "<ds:KeyInfo>" + shape.keyInfo() + "</ds:KeyInfo>")
                + "</ds:Signature>";
    }

    /** Exclusive canonical form without comments of a whole document. */
    public static byte[] canonical(String xml) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            OctetStreamData made = (OctetStreamData) XMLSignatureFactory.getInstance("DOM", "XMLDSig")
                    .newCanonicalizationMethod(SamlNames.EXCLUSIVE, (C14NMethodParameterSpec) null)
                    .transform(
                            new OctetStreamData(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8))), null);
            made.getOctetStream().transferTo(out);
            return out.toByteArray();
        } catch (GeneralSecurityException | TransformException | IOException broken) {
            throw new IllegalStateException(xml, broken);
        }
    }

    private static byte[] digest(byte[] octets, String algorithm) {
        try {
            String name = algorithm.endsWith("sha1") ? "SHA-1" : algorithm.endsWith("md5") ? "MD5" : "SHA-256";
            return MessageDigest.getInstance(name).digest(octets);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static byte[] raw(String signedInfo, Shape shape) {
        byte[] octets = signedInfo.getBytes(StandardCharsets.UTF_8);
        String method = shape.method();
        String hash = method.endsWith("sha1") ? "SHA1" : method.endsWith("md5") ? "MD5" : "SHA256";
        try {
            if (method.contains("hmac")) {
                Mac mac = Mac.getInstance("Hmac" + hash);
                mac.init(shape.key());
                return mac.doFinal(octets);
            }
            boolean ec = "EC".equals(shape.key().getAlgorithm());
            Signature signer = Signature.getInstance(hash + (ec ? "withECDSAinP1363Format" : "withRSA"));
            signer.initSign((PrivateKey) shape.key());
            signer.update(octets);
            return signer.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(method, broken);
        }
    }
}
