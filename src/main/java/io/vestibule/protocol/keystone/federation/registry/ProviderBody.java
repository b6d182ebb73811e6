package io.vestibule.protocol.keystone.federation.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.DomainId;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a request says of an identity provider, its shape checked already. */
record ProviderBody(ObjectNode sent) {
    Optional<DomainId> domain() {
        return text("domain_id").map(DomainId::new);
    }

    boolean namesConnector() {
        return sent.has("connector");
    }

    /** 400 for one that the realm has not. */
    Optional<ConnectorId> connector(Call call) {
        Optional<String> name = text("connector");
        name.filter(text ->
                        !ConnectorId.isValid(text) || !call.realm().connectors().containsKey(new ConnectorId(text)))
                .ifPresent(text -> {
                    throw KeystoneRefused.badRequest("There is no connector " + text + " in this realm.");
                });
        return name.map(ConnectorId::new);
    }

    /** What else it says, over what was. */
    IdentityProvider over(IdentityProvider before) {
        IdentityProvider idp = before;
        if (sent.has("enabled")) {
            idp = idp.withEnabled(sent.path("enabled").booleanValue());
        }
        if (sent.has("description")) {
            idp = idp.withDescription(text("description"));
        }
        if (sent.has("authorization_ttl")) {
            idp = idp.withAuthorizationTtl(minutes("authorization_ttl"));
        }
        if (sent.has("grants_kept_for")) {
            idp = idp.withGrantsKeptFor(minutes("grants_kept_for").filter(minutes -> minutes > 0));
        }
        if (sent.has("remote_ids")) {
            idp = idp.withRemoteIds(StreamSupport.stream(sent.path("remote_ids").spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList());
        }
        return idp;
    }

    private Optional<Long> minutes(String key) {
        return Optional.of(sent.path(key)).filter(JsonNode::isNumber).map(JsonNode::longValue);
    }

    private Optional<String> text(String key) {
        return Optional.ofNullable(sent.path(key).textValue());
    }
}
