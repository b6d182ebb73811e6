package io.vestibule.protocol.saml.toy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** What the other side publishes: one entity in one role. */
public record PeerMetadata(String entityId, Element role, Element entity) {
    public static PeerMetadata identityProvider(String metadata) {
        return read(metadata, "IDPSSODescriptor");
    }

    public static PeerMetadata serviceProvider(String metadata) {
        return read(metadata, "SPSSODescriptor");
    }

    private static PeerMetadata read(String metadata, String role) {
        Element entity = Xml.parse(metadata);
        Element found = Xml.child(entity, SamlNames.METADATA, role)
                .orElseThrow(() -> new IllegalArgumentException("no " + role + " in " + metadata));
        return new PeerMetadata(entity.getAttribute("entityID"), found, entity);
    }

    public List<PublicKey> signingKeys() {
        return keys("signing");
    }

    public List<PublicKey> encryptionKeys() {
        return keys("encryption");
    }

    public boolean flag(String name) {
        return "true".equals(role.getAttribute(name));
    }

    /** Where this endpoint is by this binding: the default one, otherwise the first. */
    public Optional<URI> endpoint(String name, String binding) {
        List<Element> all = endpoints(name).stream()
                .filter(element -> element.getAttribute("Binding").equals(binding))
                .toList();
        return all.stream()
                .filter(element -> element.getAttribute("isDefault").equals("true"))
                .findFirst()
                .or(() -> all.stream().findFirst())
                .map(element -> URI.create(element.getAttribute("Location")));
    }

    public List<Element> endpoints(String name) {
        return Xml.children(role, SamlNames.METADATA, name);
    }

    private List<PublicKey> keys(String use) {
        List<PublicKey> found = new ArrayList<>();
        for (Element descriptor : Xml.children(role, SamlNames.METADATA, "KeyDescriptor")) {
            boolean fits = !descriptor.hasAttribute("use")
                    || descriptor.getAttribute("use").equals(use);
            Optional<Element> certificate = Xml.below(descriptor, SamlNames.DSIG, "X509Certificate");
            if (fits && certificate.isPresent()) {
                found.add(key(certificate.get().getTextContent()));
            }
        }
        return found;
    }

    private static PublicKey key(String certificate) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(certificate);
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getPublicKey();
        } catch (CertificateException broken) {
            throw new IllegalArgumentException(broken);
        }
    }
}
