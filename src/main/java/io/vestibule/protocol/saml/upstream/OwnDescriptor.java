package io.vestibule.protocol.saml.upstream;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.protocol.saml.upstream.SamlConnectorConfig.ResponseBinding;
import io.vestibule.protocol.saml.xml.OpenSaml;
import java.net.URI;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.opensaml.saml.common.xml.SAMLConstants;
import org.opensaml.saml.saml2.metadata.AssertionConsumerService;
import org.opensaml.saml.saml2.metadata.EncryptionMethod;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.saml2.metadata.KeyDescriptor;
import org.opensaml.saml.saml2.metadata.NameIDFormat;
import org.opensaml.saml.saml2.metadata.SPSSODescriptor;
import org.opensaml.saml.saml2.metadata.SingleLogoutService;
import org.opensaml.security.credential.UsageType;
import org.opensaml.xmlsec.encryption.support.EncryptionConstants;
import org.opensaml.xmlsec.signature.KeyInfo;
import org.opensaml.xmlsec.signature.X509Certificate;
import org.opensaml.xmlsec.signature.X509Data;

/** A connector's description of itself (SAML Metadata §2.4.4), not yet signed. */
final class OwnDescriptor {
    /** What others may encrypt with; those who are not told choose CBC, which is refused here. */
    private static final List<String> DECRYPTED = List.of(
            EncryptionConstants.ALGO_ID_BLOCKCIPHER_AES256_GCM,
            EncryptionConstants.ALGO_ID_BLOCKCIPHER_AES128_GCM,
            EncryptionConstants.ALGO_ID_KEYTRANSPORT_RSAOAEP11,
            EncryptionConstants.ALGO_ID_KEYTRANSPORT_RSAOAEP);

    private final Ourselves ourselves;
    private final SamlConnectorConfig config;
    private final OpenSaml openSaml;

    OwnDescriptor(Ourselves ourselves, SamlConnectorConfig config, OpenSaml openSaml) {
        this.ourselves = ourselves;
        this.config = config;
        this.openSaml = openSaml;
    }

    EntityDescriptor entity(
            String id, List<CertifiedKey> signing, List<CertifiedKey> encryption, Instant validUntil, Duration cached) {
        EntityDescriptor entity = openSaml.build(EntityDescriptor.DEFAULT_ELEMENT_NAME, EntityDescriptor.class);
        entity.setID(id);
        entity.setEntityID(ourselves.entityId());
        entity.setValidUntil(validUntil);
        entity.setCacheDuration(cached);
        SPSSODescriptor role = openSaml.build(SPSSODescriptor.DEFAULT_ELEMENT_NAME, SPSSODescriptor.class);
        role.addSupportedProtocol(SAMLConstants.SAML20P_NS);
        role.setAuthnRequestsSigned(true);
        role.setWantAssertionsSigned(config.wantAssertionsSigned());
        signing.forEach(key -> role.getKeyDescriptors().add(key(key, UsageType.SIGNING)));
        encryption.forEach(key -> role.getKeyDescriptors().add(key(key, UsageType.ENCRYPTION)));
        for (String binding : List.of(
                SAMLConstants.SAML2_REDIRECT_BINDING_URI,
                SAMLConstants.SAML2_POST_BINDING_URI,
                SAMLConstants.SAML2_SOAP11_BINDING_URI)) {
            role.getSingleLogoutServices().add(logout(binding));
        }
        NameIDFormat format = openSaml.build(NameIDFormat.DEFAULT_ELEMENT_NAME, NameIDFormat.class);
        format.setURI(config.nameIdFormat().uri());
        role.getNameIDFormats().add(format);
        boolean artifact = config.responseBinding() == ResponseBinding.ARTIFACT;
        role.getAssertionConsumerServices()
                .addAll(List.of(
                        consumer(0, SAMLConstants.SAML2_POST_BINDING_URI, !artifact),
                        consumer(1, SAMLConstants.SAML2_ARTIFACT_BINDING_URI, artifact),
                        consumer(2, SAMLConstants.SAML2_PAOS_BINDING_URI, false)));
        role.getAttributeConsumingServices()
                .add(new WantedAttributes(openSaml)
                        .of(config, ourselves.connector().value()));
        entity.getRoleDescriptors().add(role);
        return entity;
    }

    private SingleLogoutService logout(String binding) {
        SingleLogoutService service =
                openSaml.build(SingleLogoutService.DEFAULT_ELEMENT_NAME, SingleLogoutService.class);
        service.setBinding(binding);
        service.setLocation(ourselves.logout().toString());
        return service;
    }

    private AssertionConsumerService consumer(int index, String binding, boolean usual) {
        AssertionConsumerService consumer =
                openSaml.build(AssertionConsumerService.DEFAULT_ELEMENT_NAME, AssertionConsumerService.class);
        consumer.setIndex(index);
        consumer.setIsDefault(usual);
        consumer.setBinding(binding);
        URI address = binding.equals(SAMLConstants.SAML2_PAOS_BINDING_URI) ? ourselves.carried() : ourselves.consumer();
        consumer.setLocation(address.toString());
        return consumer;
    }

    /** {@code use} is always said: a key that says nothing counts for everything (SAML Metadata §2.4.1.1). */
    private KeyDescriptor key(CertifiedKey key, UsageType use) {
        KeyDescriptor descriptor = openSaml.build(KeyDescriptor.DEFAULT_ELEMENT_NAME, KeyDescriptor.class);
        descriptor.setUse(use);
        KeyInfo information = openSaml.build(KeyInfo.DEFAULT_ELEMENT_NAME, KeyInfo.class);
        X509Data data = openSaml.build(X509Data.DEFAULT_ELEMENT_NAME, X509Data.class);
        X509Certificate certificate = openSaml.build(X509Certificate.DEFAULT_ELEMENT_NAME, X509Certificate.class);
        try {
            certificate.setValue(
                    Base64.getEncoder().encodeToString(key.certificate().getEncoded()));
        } catch (CertificateEncodingException broken) {
            throw new IllegalStateException("our own certificate is encoded", broken);
        }
        data.getX509Certificates().add(certificate);
        information.getX509Datas().add(data);
        descriptor.setKeyInfo(information);
        if (use == UsageType.ENCRYPTION) {
            for (String algorithm : DECRYPTED) {
                EncryptionMethod method = openSaml.build(EncryptionMethod.DEFAULT_ELEMENT_NAME, EncryptionMethod.class);
                method.setAlgorithm(algorithm);
                descriptor.getEncryptionMethods().add(method);
            }
        }
        return descriptor;
    }
}
