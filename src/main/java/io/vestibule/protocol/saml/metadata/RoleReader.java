package io.vestibule.protocol.saml.metadata;

import io.vestibule.protocol.saml.metadata.PartnerKeys.EncryptionKey;
import io.vestibule.protocol.saml.metadata.ServiceProviderRole.AttributeConsumer;
import io.vestibule.protocol.saml.metadata.ServiceProviderRole.RequestedAttribute;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/** Reads one IDPSSODescriptor or SPSSODescriptor. What cannot be used is left out; it never widens what remains. */
final class RoleReader {
    private static final int LONGEST_SCOPE = 512;

    private final List<PublicKey> signing = new ArrayList<>();
    private final List<EncryptionKey> encryption = new ArrayList<>();
    private final List<Endpoint> signOn = new ArrayList<>();
    private final List<Endpoint> consumers = new ArrayList<>();
    private final List<Endpoint> logout = new ArrayList<>();
    private final List<Endpoint> artifacts = new ArrayList<>();
    private final List<String> nameIdFormats = new ArrayList<>();
    private final List<Scopes.Scope> scopes = new ArrayList<>();
    private final List<AttributeConsumer> attributeConsumers = new ArrayList<>();
    private final DisplayReader display = new DisplayReader();
    private boolean wantsSignedRequests;
    private boolean signsRequests;
    private boolean wantsSignedAssertions;

    void read(XmlCursor role) throws XMLStreamException, MetadataRefused {
        wantsSignedRequests = truth(role, "WantAuthnRequestsSigned").orElse(false);
        signsRequests = truth(role, "AuthnRequestsSigned").orElse(false);
        wantsSignedAssertions = truth(role, "WantAssertionsSigned").orElse(false);
        role.children(child -> {
            switch (child.nameIn(Names.MD)) {
                case "KeyDescriptor" -> key(child);
                case "SingleSignOnService" -> endpoint(child, signOn);
                case "AssertionConsumerService" -> endpoint(child, consumers);
                case "SingleLogoutService" -> endpoint(child, logout);
                case "ArtifactResolutionService" -> endpoint(child, artifacts);
                case "NameIDFormat" -> nameIdFormats.add(child.text());
                case "AttributeConsumingService" -> attributeConsumer(child);
                case "Extensions" -> extensions(child);
                default -> {
                    // Other parts of a role: nothing here asks for them.
                }
            }
        });
    }

    /** @param entityScopes those that stand at the entity and so count for each of its roles */
    IdentityProviderRole identityProvider(List<Scopes.Scope> entityScopes) {
        List<Scopes.Scope> both = new ArrayList<>(scopes);
        both.addAll(entityScopes);
        return new IdentityProviderRole(
                keys(),
                wantsSignedRequests,
                signOn,
                logout,
                artifacts,
                nameIdFormats,
                new Scopes(both),
                display.display());
    }

    ServiceProviderRole serviceProvider() {
        return new ServiceProviderRole(
                keys(),
                signsRequests,
                wantsSignedAssertions,
                consumers,
                logout,
                artifacts,
                nameIdFormats,
                attributeConsumers,
                display.display());
    }

    private PartnerKeys keys() {
        return new PartnerKeys(signing.stream().distinct().toList(), encryption);
    }

    private void key(XmlCursor descriptor) throws XMLStreamException, MetadataRefused {
        String use = descriptor.attribute("use").orElse("");
        List<String> methods = new ArrayList<>();
        List<KeyReader.Read> keys = new ArrayList<>();
        descriptor.children(child -> {
            if (child.is(Names.DS, "KeyInfo")) {
                keys.addAll(KeyReader.keys(child));
            } else if (child.is(Names.MD, "EncryptionMethod")) {
                child.attribute("Algorithm").ifPresent(methods::add);
            }
        });
        for (KeyReader.Read key : keys) {
            if (use.isEmpty() || use.equals("signing")) {
                signing.add(key.key());
            }
            if (use.isEmpty() || use.equals("encryption")) {
                encryption.add(new EncryptionKey(key.key(), key.certificate(), methods));
            }
        }
    }

    private static void endpoint(XmlCursor element, List<Endpoint> endpoints) throws MetadataRefused {
        Optional<String> binding = element.attribute("Binding");
        Optional<URI> location = element.attribute("Location").flatMap(RoleReader::web);
        Optional<String> answers = element.attribute("ResponseLocation");
        Optional<URI> answersTo = answers.flatMap(RoleReader::web);
        boolean usable = binding.isPresent() && location.isPresent() && answers.isPresent() == answersTo.isPresent();
        if (usable) {
            endpoints.add(new Endpoint(
                    binding.get(), location.get(), answersTo, index(element), truth(element, "isDefault")));
        }
    }

    private void attributeConsumer(XmlCursor service) throws XMLStreamException, MetadataRefused {
        int index = index(service).orElse(0);
        Optional<Boolean> isDefault = truth(service, "isDefault");
        Map<String, String> names = new LinkedHashMap<>();
        List<RequestedAttribute> requested = new ArrayList<>();
        service.children(child -> {
            if (child.is(Names.MD, "ServiceName")) {
                String language = child.language();
                names.put(language, child.text());
            } else if (child.is(Names.MD, "RequestedAttribute")) {
                requested.add(requested(child));
            }
        });
        attributeConsumers.add(new AttributeConsumer(index, isDefault, names, requested));
    }

    private static RequestedAttribute requested(XmlCursor attribute) throws XMLStreamException, MetadataRefused {
        String name = attribute.attribute("Name").orElse("");
        String format = attribute
                .attribute("NameFormat")
                .orElse("urn:oasis:names:tc:SAML:2.0:attrname-format:unspecified"); // SAML Core §2.7.3.1
        Optional<String> friendly = attribute.attribute("FriendlyName");
        boolean required = truth(attribute, "isRequired").orElse(false);
        List<String> values = new ArrayList<>();
        attribute.children(value -> {
            if (value.is(Names.SAML, "AttributeValue")) {
                values.add(value.text());
            }
        });
        return new RequestedAttribute(name, format, friendly, required, values);
    }

    private void extensions(XmlCursor extensions) throws XMLStreamException, MetadataRefused {
        extensions.children(child -> {
            if (child.is(Names.SHIBMD, "Scope")) {
                scope(child).ifPresent(scopes::add);
            } else if (child.is(Names.MDUI, "UIInfo")) {
                display.read(child);
            } else if (child.is(Names.MDUI, "DiscoHints")) {
                display.readHints(child);
            }
        });
    }

    static Optional<Scopes.Scope> scope(XmlCursor element) throws XMLStreamException, MetadataRefused {
        boolean regexp = truth(element, "regexp").orElse(false);
        return element.textUpTo(LONGEST_SCOPE)
                .filter(text -> !text.isEmpty())
                .map(text -> new Scopes.Scope(text, regexp));
    }

    private static Optional<Boolean> truth(XmlCursor element, String attribute) {
        return element.attribute(attribute).map(text -> text.equals("true") || text.equals("1"));
    }

    private static Optional<Integer> index(XmlCursor element) throws MetadataRefused {
        Optional<String> text = element.attribute("index");
        try {
            return text.map(Integer::valueOf);
        } catch (NumberFormatException unreadable) {
            throw new MetadataRefused("not-a-number", "an index of " + text.orElse(""));
        }
    }

    /** A place a browser or we may go to: never a script, a file or a place with credentials. */
    static Optional<URI> web(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            return web && uri.getHost() != null && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException noAddress) {
            return Optional.empty();
        }
    }
}
