package io.vestibule.protocol.keystone.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Extra;
import io.vestibule.protocol.keystone.schema.Schemas;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The attributes of a resource in a request body, by name. What a schema allows is taken for granted. */
final class Fields {
    private static final Set<String> NEVER_KEPT = Set.of("id", "links");

    private final ObjectNode json;

    private Fields(ObjectNode json) {
        this.json = json;
    }

    /** The member called {@code name} of the body as it came, before anybody may rely on its shape. */
    static JsonNode member(Call call, InputStream body, String name) {
        JsonNode member = call.body(body).get(name);
        return member == null ? JsonNodeFactory.instance.objectNode() : member;
    }

    /** {@code member} once it obeys the schema; names with hyphens and colons are written with underscores here. */
    static Fields checked(Schemas schemas, String schema, JsonNode member) {
        schemas.check(schema, member);
        return of(member);
    }

    /** As {@link #checked}, of a part of what was checked. */
    static Fields of(JsonNode member) {
        ObjectNode renamed = JsonNodeFactory.instance.objectNode();
        member.properties()
                .forEach(field -> renamed.set(field.getKey().replace(':', '_').replace('-', '_'), field.getValue()));
        return new Fields(renamed);
    }

    /** Text of a body that nothing has checked yet: policy asks where something would be before its shape is looked at. */
    static Optional<String> textOf(JsonNode unchecked, String name) {
        return Optional.ofNullable(unchecked.get(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    boolean has(String name) {
        return json.has(name);
    }

    /** Empty when it is absent or null. */
    Optional<String> text(String name) {
        return textOf(json, name);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> KeystoneRefused.badRequest("'" + name + "' is a required property"));
    }

    Optional<Boolean> flag(String name) {
        return Optional.ofNullable(json.get(name)).filter(JsonNode::isBoolean).map(JsonNode::booleanValue);
    }

    Optional<Long> number(String name) {
        return Optional.ofNullable(json.get(name))
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::longValue);
    }

    Optional<List<String>> texts(String name) {
        return Optional.ofNullable(json.get(name)).filter(JsonNode::isArray).map(array -> {
            List<String> texts = new ArrayList<>();
            array.forEach(text -> texts.add(text.asText()));
            return List.copyOf(texts);
        });
    }

    /** The object called {@code name}, or an empty one. */
    ObjectNode object(String name) {
        return json.get(name) instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /** An option said anew; null takes it away, silence leaves it as it was. */
    static Optional<Boolean> option(ObjectNode options, String name, Optional<Boolean> before) {
        JsonNode said = options.get(name);
        if (said == null) {
            return before;
        }
        return said.isBoolean() ? Optional.of(said.booleanValue()) : Optional.empty();
    }

    /** What is none of {@code known}: kept for whoever sent it, and given back. */
    ObjectNode others(Set<String> known) {
        ObjectNode others = json.deepCopy();
        others.remove(known);
        others.remove(NEVER_KEPT);
        return others;
    }

    Extra extra(Set<String> known) {
        return Extra.of(others(known));
    }

    /** A body may repeat the id of what it changes, not another one. */
    Fields requireSameId(String id) {
        if (json.hasNonNull("id") && !json.get("id").asText().equals(id)) {
            throw KeystoneRefused.badRequest("Cannot change ID");
        }
        return this;
    }
}
