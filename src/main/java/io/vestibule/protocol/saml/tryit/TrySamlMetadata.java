package io.vestibule.protocol.saml.tryit;

import io.vestibule.identity.RealmName;
import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.metadata.AssertionConsumerService;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.saml2.metadata.KeyDescriptor;
import org.opensaml.saml.saml2.metadata.SPSSODescriptor;
import org.opensaml.security.credential.UsageType;
import org.opensaml.xmlsec.signature.KeyInfo;
import org.opensaml.xmlsec.signature.X509Certificate;
import org.opensaml.xmlsec.signature.X509Data;

/** What the demo service provider says of itself: that it signs, and that it wants its assertions signed and encrypted. */
@ApplicationScoped
class TrySamlMetadata {
    private final OpenSaml xml;
    private final CertifiedKeys keys;
    private final BaseUrl base;

    TrySamlMetadata(OpenSaml xml, CertifiedKeys keys, BaseUrl base) {
        this.xml = xml;
        this.keys = keys;
        this.base = base;
    }

    byte[] of(RealmName realm) {
        String itself = base.issuer(realm) + "/try-saml";
        SPSSODescriptor role = xml.build(SPSSODescriptor.DEFAULT_ELEMENT_NAME, SPSSODescriptor.class);
        role.addSupportedProtocol(SAMLConstants.SAML20P_NS);
        role.setAuthnRequestsSigned(true);
        role.setWantAssertionsSigned(true);
        keys.published(realm, CertifiedKeys.Use.SIGNING)
                .forEach(key -> role.getKeyDescriptors().add(descriptor(key, UsageType.SIGNING)));
        keys.published(realm, CertifiedKeys.Use.ENCRYPTION)
                .forEach(key -> role.getKeyDescriptors().add(descriptor(key, UsageType.ENCRYPTION)));
        AssertionConsumerService consumer =
                xml.build(AssertionConsumerService.DEFAULT_ELEMENT_NAME, AssertionConsumerService.class);
        consumer.setIndex(0);
        consumer.setIsDefault(true);
        consumer.setBinding(SAMLConstants.SAML2_POST_BINDING_URI);
        consumer.setLocation(itself + "/acs");
        role.getAssertionConsumerServices().add(consumer);
        EntityDescriptor entity = xml.build(EntityDescriptor.DEFAULT_ELEMENT_NAME, EntityDescriptor.class);
        entity.setEntityID(itself + "/metadata");
        entity.getRoleDescriptors().add(role);
        return xml.serialise(entity).getBytes(StandardCharsets.UTF_8);
    }

    private KeyDescriptor descriptor(CertifiedKey key, UsageType use) {
        X509Certificate certificate = xml.build(X509Certificate.DEFAULT_ELEMENT_NAME, X509Certificate.class);
        try {
            certificate.setValue(
                    Base64.getEncoder().encodeToString(key.certificate().getEncoded()));
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException("a certificate of ours does not encode", broken);
        }
        X509Data content = xml.build(X509Data.DEFAULT_ELEMENT_NAME, X509Data.class);
        content.getX509Certificates().add(certificate);
        KeyInfo keyInfo = xml.build(KeyInfo.DEFAULT_ELEMENT_NAME, KeyInfo.class);
        keyInfo.getX509Datas().add(content);
        KeyDescriptor descriptor = xml.build(KeyDescriptor.DEFAULT_ELEMENT_NAME, KeyDescriptor.class);
        descriptor.setUse(use);
        descriptor.setKeyInfo(keyInfo);
        return descriptor;
    }
}
