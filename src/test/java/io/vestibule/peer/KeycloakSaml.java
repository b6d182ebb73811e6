package io.vestibule.peer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Map;

/** The SAML identity provider that a {@link KeycloakPeer} also is. */
public final class KeycloakSaml {
    private static final String CLIENTS = "/realms/" + KeycloakPeer.REALM + "/clients";
    private static final String EDUPERSON_MEMBER = "urn:oid:1.3.6.1.4.1.5923.1.5.1.1";

    private final KeycloakAdmin admin;
    private final URI issuer;

    KeycloakSaml(KeycloakAdmin admin, URI issuer) {
        this.admin = admin;
        this.issuer = issuer;
    }

    /** Also what Keycloak calls itself in SAML. */
    public URI entityId() {
        return issuer;
    }

    public URI metadataAddress() {
        return URI.create(issuer + "/protocol/saml/descriptor");
    }

    public String metadata() {
        return admin.read(metadataAddress());
    }

    /**
     * Declares a service provider as Keycloak itself reads it from the metadata; it gets signed, encrypted assertions with the
     * usual attributes.
     *
     * @param settings Keycloak's own settings of a SAML client that differ, such as {@code saml.encrypt=false}
     */
    public void addServiceProvider(String metadata, Map<String, String> settings) {
        ObjectNode client = (ObjectNode) admin.describeClient(KeycloakPeer.REALM, metadata);
        ObjectNode attributes = client.withObject("/attributes");
        attributes.put("saml.assertion.signature", "true");
        attributes.put("saml.server.signature", "true");
        attributes.put("saml.client.signature", "true");
        attributes.put("saml.encrypt", "true");
        settings.forEach(attributes::put);
        ArrayNode mappers = client.withArray("/protocolMappers");
        property(mappers, "email", "mail", "urn:oid:0.9.2342.19200300.100.1.3");
        property(mappers, "firstName", "givenName", "urn:oid:2.5.4.42");
        property(mappers, "lastName", "sn", "urn:oid:2.5.4.4");
        property(mappers, "username", "uid", "urn:oid:0.9.2342.19200300.100.1.1");
        ObjectNode groups = mapper(mappers, "saml-group-membership-mapper", "isMemberOf", EDUPERSON_MEMBER);
        groups.put("single", "true");
        groups.put("full.path", "false");
        admin.post(CLIENTS, client);
    }

    private static void property(ArrayNode mappers, String property, String friendlyName, String name) {
        mapper(mappers, "saml-user-property-mapper", friendlyName, name).put("user.attribute", property);
    }

    /** Gives the mapper's configuration, to be completed. */
    private static ObjectNode mapper(ArrayNode mappers, String kind, String friendlyName, String name) {
        ObjectNode mapper = mappers.addObject();
        mapper.put("name", friendlyName);
        mapper.put("protocol", "saml");
        mapper.put("protocolMapper", kind);
        return mapper.putObject("config")
                .put("friendly.name", friendlyName)
                .put("attribute.name", name)
                .put("attribute.nameformat", "URI Reference");
    }
}
