package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.OpenSaml;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.opensaml.saml.saml2.metadata.EncryptionMethod;
import org.opensaml.saml.saml2.metadata.KeyDescriptor;
import org.opensaml.security.credential.UsageType;
import org.opensaml.xmlsec.signature.KeyInfo;
import org.opensaml.xmlsec.signature.X509Certificate;
import org.opensaml.xmlsec.signature.X509Data;

/** A realm's keys as its metadata lists them: every one with its use, next and retired ones too. */
@ApplicationScoped
class PublishedKeys {
    private static final List<String> DECRYPTED = List.of(
            "http://www.w3.org/2009/xmlenc11#aes256-gcm",
            "http://www.w3.org/2009/xmlenc11#aes128-gcm",
            "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p");

    private final OpenSaml xml;
    private final CertifiedKeys keys;

    PublishedKeys(OpenSaml xml, CertifiedKeys keys) {
        this.xml = xml;
        this.keys = keys;
    }

    /** What changes when the list does. */
    List<String> kids(RealmName realm) {
        return Stream.of(CertifiedKeys.Use.SIGNING, CertifiedKeys.Use.ENCRYPTION)
                .flatMap(use -> keys.published(realm, use).stream())
                .map(CertifiedKey::kid)
                .toList();
    }

    List<KeyDescriptor> of(RealmName realm) {
        Stream<KeyDescriptor> signing = keys.published(realm, CertifiedKeys.Use.SIGNING).stream()
                .map(key -> descriptor(key, UsageType.SIGNING));
        Stream<KeyDescriptor> encryption = keys.published(realm, CertifiedKeys.Use.ENCRYPTION).stream()
                .map(key -> decrypting(descriptor(key, UsageType.ENCRYPTION)));
        return Stream.concat(signing, encryption).toList();
    }

    private KeyDescriptor descriptor(CertifiedKey key, UsageType use) {
        X509Certificate certificate = xml.build(X509Certificate.DEFAULT_ELEMENT_NAME, X509Certificate.class);
        certificate.setValue(base64(key));
        X509Data content = xml.build(X509Data.DEFAULT_ELEMENT_NAME, X509Data.class);
        content.getX509Certificates().add(certificate);
        KeyInfo keyInfo = xml.build(KeyInfo.DEFAULT_ELEMENT_NAME, KeyInfo.class);
        keyInfo.getX509Datas().add(content);
        KeyDescriptor descriptor = xml.build(KeyDescriptor.DEFAULT_ELEMENT_NAME, KeyDescriptor.class);
        descriptor.setUse(use);
        descriptor.setKeyInfo(keyInfo);
        return descriptor;
    }

    private KeyDescriptor decrypting(KeyDescriptor descriptor) {
        for (String algorithm : DECRYPTED) {
            EncryptionMethod method = xml.build(EncryptionMethod.DEFAULT_ELEMENT_NAME, EncryptionMethod.class);
            method.setAlgorithm(algorithm);
            descriptor.getEncryptionMethods().add(method);
        }
        return descriptor;
    }

    private static String base64(CertifiedKey key) {
        try {
            return Base64.getMimeEncoder(76, new byte[] {'\n'})
                    .encodeToString(key.certificate().getEncoded());
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException("a certificate of ours does not encode", broken);
        }
    }
}
