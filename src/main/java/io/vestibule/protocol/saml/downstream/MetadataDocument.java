package io.vestibule.protocol.saml.downstream;

import io.vestibule.keys.CertifiedKey;
import io.vestibule.keys.CertifiedKeys;
import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.protocol.saml.xml.Signatures;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.opensaml.saml.saml2.metadata.ArtifactResolutionService;
import org.opensaml.saml.saml2.metadata.Endpoint;
import org.opensaml.saml.saml2.metadata.EntityDescriptor;
import org.opensaml.saml.saml2.metadata.IDPSSODescriptor;
import org.opensaml.saml.saml2.metadata.NameIDFormat;
import org.opensaml.saml.saml2.metadata.SingleLogoutService;
import org.opensaml.saml.saml2.metadata.SingleSignOnService;

/** What the identity provider of a realm says of itself (SAML Metadata §2.4.3), signed with the key that signs answers. */
@ApplicationScoped
class MetadataDocument {
    /** Keys are published a month before use, so a copy an hour old never misses one except after an emergency. */
    static final Duration CACHE = Duration.ofHours(1);

    private static final String PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static final String REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
    private static final String POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
    private static final String SOAP = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";

    private final OpenSaml xml;
    private final Signatures signatures;
    private final CertifiedKeys keys;
    private final PublishedKeys published;
    private final PublishedNames names;
    private final SamlUrls urls;
    private final MessageIds ids;

    MetadataDocument(
            OpenSaml xml,
            Signatures signatures,
            CertifiedKeys keys,
            PublishedKeys published,
            PublishedNames names,
            SamlUrls urls,
            MessageIds ids) {
        this.xml = xml;
        this.signatures = signatures;
        this.keys = keys;
        this.published = published;
        this.names = names;
        this.urls = urls;
        this.ids = ids;
    }

    byte[] of(Realm realm, Instant now) {
        SamlRealm settings = ServiceProviders.settings(realm);
        EntityDescriptor entity = xml.build(EntityDescriptor.DEFAULT_ELEMENT_NAME, EntityDescriptor.class);
        entity.setID(ids.next());
        entity.setEntityID(urls.entityId(realm));
        entity.setValidUntil(now.plus(settings.metadataValidity()).truncatedTo(ChronoUnit.SECONDS));
        entity.setCacheDuration(CACHE);
        entity.getRoleDescriptors().add(role(realm, settings));
        names.organisation(settings).ifPresent(entity::setOrganization);
        entity.getContactPersons().addAll(names.contacts(settings));
        CertifiedKey key = keys.signing(
                realm.name(), CertifiedKeys.Kind.valueOf(settings.signingKey().name()));
        signatures.sign(entity, key);
        return xml.serialise(entity).getBytes(StandardCharsets.UTF_8);
    }

    private IDPSSODescriptor role(Realm realm, SamlRealm settings) {
        IDPSSODescriptor role = xml.build(IDPSSODescriptor.DEFAULT_ELEMENT_NAME, IDPSSODescriptor.class);
        role.addSupportedProtocol(PROTOCOL);
        role.setWantAuthnRequestsSigned(settings.wantAuthnRequestsSigned());
        role.setExtensions(names.extensions(realm));
        role.getKeyDescriptors().addAll(published.of(realm.name()));
        ArtifactResolutionService artifacts =
                xml.build(ArtifactResolutionService.DEFAULT_ELEMENT_NAME, ArtifactResolutionService.class);
        artifacts.setIndex(Artifacts.RESOLUTION_SERVICE);
        artifacts.setIsDefault(true);
        role.getArtifactResolutionServices().add(at(artifacts, SOAP, urls.artifact(realm.name())));
        role.getSingleLogoutServices().add(logout(REDIRECT, urls.singleLogout(realm.name())));
        role.getSingleLogoutServices().add(logout(POST, urls.singleLogout(realm.name())));
        role.getSingleLogoutServices().add(logout(SOAP, urls.soapLogout(realm.name())));
        for (String format : nameIdFormats()) {
            NameIDFormat listed = xml.build(NameIDFormat.DEFAULT_ELEMENT_NAME, NameIDFormat.class);
            listed.setURI(format);
            role.getNameIDFormats().add(listed);
        }
        role.getSingleSignOnServices().add(signOn(REDIRECT, urls.singleSignOn(realm.name())));
        role.getSingleSignOnServices().add(signOn(POST, urls.singleSignOn(realm.name())));
        role.getSingleSignOnServices().add(signOn(SOAP, urls.enhancedClient(realm.name()))); // SAML Profiles §4.2
        return role;
    }

    private SingleSignOnService signOn(String binding, URI location) {
        return at(xml.build(SingleSignOnService.DEFAULT_ELEMENT_NAME, SingleSignOnService.class), binding, location);
    }

    private SingleLogoutService logout(String binding, URI location) {
        return at(xml.build(SingleLogoutService.DEFAULT_ELEMENT_NAME, SingleLogoutService.class), binding, location);
    }

    private static <E extends Endpoint> E at(E endpoint, String binding, URI location) {
        endpoint.setBinding(binding);
        endpoint.setLocation(location.toString());
        return endpoint;
    }

    private static List<String> nameIdFormats() {
        return Arrays.stream(NameIdFormat.values()).map(NameIdFormat::uri).toList();
    }
}
