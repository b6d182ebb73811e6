package io.vestibule.protocol.saml.upstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import java.util.List;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.metadata.AttributeConsumingService;
import org.opensaml.saml.saml2.metadata.RequestedAttribute;
import org.opensaml.saml.saml2.metadata.ServiceName;

/** What we would like to be told of people (SAML Metadata §2.4.4.1): identity providers release what is asked for. */
final class WantedAttributes {
    private static final List<String> USUAL = List.of(
            "urn:oasis:names:tc:SAML:attribute:subject-id",
            "urn:oid:0.9.2342.19200300.100.1.1",
            "urn:oid:0.9.2342.19200300.100.1.3",
            "urn:oid:2.5.4.42",
            "urn:oid:2.5.4.4",
            "urn:oid:2.16.840.1.113730.3.1.241",
            "urn:oid:1.3.6.1.4.1.5923.1.1.1.6",
            "urn:oid:1.3.6.1.4.1.5923.1.1.1.9",
            "urn:oid:1.3.6.1.4.1.5923.1.5.1.1");

    private final OpenSaml openSaml;

    WantedAttributes(OpenSaml openSaml) {
        this.openSaml = openSaml;
    }

    AttributeConsumingService of(SamlConnectorConfig config, String serviceName) {
        AttributeConsumingService service =
                openSaml.build(AttributeConsumingService.DEFAULT_ELEMENT_NAME, AttributeConsumingService.class);
        service.setIndex(0);
        service.setIsDefault(true);
        ServiceName name = openSaml.build(ServiceName.DEFAULT_ELEMENT_NAME, ServiceName.class);
        name.setValue(serviceName);
        name.setXMLLang("en");
        service.getNames().add(name);
        List<String> names = config.requestedAttributes().isEmpty() ? USUAL : config.requestedAttributes();
        names.stream()
                .map(attribute ->
                        requested(attribute, config.requiredAttributes().containsKey(AttributeTable.claim(attribute))))
                .forEach(service.getRequestedAttributes()::add);
        return service;
    }

    private RequestedAttribute requested(String name, boolean required) {
        RequestedAttribute attribute =
                openSaml.build(RequestedAttribute.DEFAULT_ELEMENT_NAME, RequestedAttribute.class);
        attribute.setName(name);
        attribute.setNameFormat(name.contains(":") ? Attribute.URI_REFERENCE : Attribute.BASIC);
        attribute.setFriendlyName(AttributeTable.claim(name));
        attribute.setIsRequired(required);
        return attribute;
    }
}
