package io.vestibule.protocol.saml.metadata;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entity as service provider for SAML 2.0 (SAML Metadata §2.4.4).
 *
 * @param signsRequests AuthnRequestsSigned
 * @param wantsSignedAssertions WantAssertionsSigned
 * @param assertionConsumers with their indexes; {@link Endpoint#chosen} finds the one a request means
 */
public record ServiceProviderRole(
        PartnerKeys keys,
        boolean signsRequests,
        boolean wantsSignedAssertions,
        List<Endpoint> assertionConsumers,
        List<Endpoint> singleLogout,
        List<Endpoint> artifactResolution,
        List<String> nameIdFormats,
        List<AttributeConsumer> attributeConsumers,
        Display display) {
    public ServiceProviderRole {
        assertionConsumers = List.copyOf(assertionConsumers);
        singleLogout = List.copyOf(singleLogout);
        artifactResolution = List.copyOf(artifactResolution);
        nameIdFormats = List.copyOf(nameIdFormats);
        attributeConsumers = List.copyOf(attributeConsumers);
    }

    /** One AttributeConsumingService (SAML Metadata §2.4.4.1). */
    public record AttributeConsumer(
            int index, Optional<Boolean> isDefault, Map<String, String> names, List<RequestedAttribute> requested) {
        public AttributeConsumer {
            names = Map.copyOf(names);
            requested = List.copyOf(requested);
        }
    }

    /**
     * One attribute the service asks for.
     *
     * @param values those it is interested in; empty for any
     */
    public record RequestedAttribute(
            String name, String nameFormat, Optional<String> friendlyName, boolean required, List<String> values) {
        public RequestedAttribute {
            values = List.copyOf(values);
        }
    }

    /** The one with that index, or the default one when none is asked for; empty when there is none such. */
    public Optional<AttributeConsumer> attributeConsumer(Optional<Integer> index) {
        return index.isPresent()
                ? attributeConsumers.stream()
                        .filter(consumer -> consumer.index() == index.get())
                        .findFirst()
                : Endpoint.firstOf(attributeConsumers, AttributeConsumer::isDefault);
    }
}
