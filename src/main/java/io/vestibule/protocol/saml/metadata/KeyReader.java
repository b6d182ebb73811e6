package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** The keys in a KeyInfo: certificates, or bare RSA keys. One that cannot be read is left out. */
final class KeyReader {
    /** @param certificate the wrapping it came in */
    record Read(PublicKey key, Optional<X509Certificate> certificate) {}

    private KeyReader() {}

    static List<Read> keys(XmlCursor keyInfo) throws XMLStreamException, MetadataRefused {
        List<Read> certified = new ArrayList<>();
        List<Read> bare = new ArrayList<>();
        keyInfo.children(child -> {
            if (child.is(Names.DS, "X509Data")) {
                List<Read> chain = new ArrayList<>();
                child.children(part -> {
                    if (part.is(Names.DS, "X509Certificate")) {
                        certificate(part.text()).ifPresent(found -> chain.add(certified(found)));
                    }
                });
                // A chain's other certificates are authorities: none of them may sign messages.
                chain.stream().findFirst().ifPresent(certified::add);
            } else if (child.is(Names.DS, "KeyValue")) {
                child.children(value -> {
                    if (value.is(Names.DS, "RSAKeyValue")) {
                        rsa(value).ifPresent(key -> bare.add(new Read(key, Optional.empty())));
                    }
                });
            }
        });
        // Both speak of the same key (XML Signature §4.5); the certificate wins.
        return certified.isEmpty() ? bare : certified;
    }

    static Optional<X509Certificate> certificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private static Read certified(X509Certificate certificate) {
        return new Read(certificate.getPublicKey(), Optional.of(certificate));
    }

    private static Optional<PublicKey> rsa(XmlCursor value) throws XMLStreamException, MetadataRefused {
        List<BigInteger> parts = new ArrayList<>();
        value.children(part -> {
            if (part.is(Names.DS, "Modulus") || part.is(Names.DS, "Exponent")) {
                parts.add(new BigInteger(1, bytes(part.text())));
            }
        });
        if (parts.size() != 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(parts.get(0), parts.get(1))));
        } catch (InvalidKeySpecException unusable) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has RSA", impossible);
        }
    }

    private static byte[] bytes(String base64) throws MetadataRefused {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException unreadable) {
            throw new MetadataRefused("not-base64", "a key value that is not base64");
        }
    }
}
