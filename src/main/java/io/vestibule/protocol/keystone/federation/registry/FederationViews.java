package io.vestibule.protocol.keystone.federation.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.ConnectorId;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.RuleSet;
import io.vestibule.protocol.keystone.wire.Call;

/** Identity providers, protocols and mappings as the Identity API shows them. */
final class FederationViews {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FederationViews() {}

    /** What a Keystone has not is shown where it says something: the connector where it is not the one of the same name. */
    static ObjectNode of(Call call, IdentityProvider idp) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", idp.id());
        shown.put("domain_id", idp.domain().value());
        shown.put("enabled", idp.enabled());
        shown.put("description", idp.description().orElse(null));
        ArrayNode remoteIds = shown.putArray("remote_ids");
        idp.remoteIds().forEach(remoteIds::add);
        shown.put("authorization_ttl", idp.authorizationTtl().orElse(null));
        idp.grantsKeptFor().ifPresent(minutes -> shown.put("grants_kept_for", minutes));
        idp.connector()
                .map(ConnectorId::value)
                .filter(connector -> !connector.equals(idp.id()))
                .ifPresent(connector -> shown.put("connector", connector));
        String self = call.base() + "/OS-FEDERATION/identity_providers/" + idp.id();
        shown.putObject("links").put("self", self).put("protocols", self + "/protocols");
        return shown;
    }

    /** With the links that Keystone writes, which lead nowhere. */
    static ObjectNode of(Call call, FederationProtocol protocol) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", protocol.id());
        shown.put("mapping_id", protocol.mapping());
        links(call, protocol, shown);
        return shown;
    }

    /** As it stands in a list. */
    static ObjectNode inList(Call call, FederationProtocol protocol) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", protocol.id());
        shown.put("idp_id", protocol.identityProvider());
        shown.put("mapping_id", protocol.mapping());
        shown.put("remote_id_attribute", protocol.remoteIdAttribute().orElse(null));
        links(call, protocol, shown);
        return shown;
    }

    private static void links(Call call, FederationProtocol protocol, ObjectNode shown) {
        shown.putObject("links")
                .put("self", call.base() + "/protocols/" + protocol.id())
                .put("identity_provider", call.base() + "/" + protocol.identityProvider());
    }

    /** The edition of the language is shown where somebody named it: older clients know nothing of editions. */
    static ObjectNode of(Call call, RuleSet mapping) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("id", mapping.id());
        shown.set("rules", rules(mapping));
        if (mapping.saysVersion()) {
            shown.put("schema_version", mapping.rules().version().text());
        }
        shown.putObject("links").put("self", call.base() + "/OS-FEDERATION/mappings/" + mapping.id());
        return shown;
    }

    private static JsonNode rules(RuleSet mapping) {
        try {
            return JSON.readTree(mapping.rules().json());
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("rules are always JSON", broken);
        }
    }
}
