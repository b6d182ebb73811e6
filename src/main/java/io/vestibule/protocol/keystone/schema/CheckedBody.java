package io.vestibule.protocol.keystone.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.protocol.keystone.wire.BodyRules;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;

/** The resource in a request: the one member of the body that is looked at, once it obeys its schema. */
@ApplicationScoped
public class CheckedBody {
    private final BodyRules rules;

    CheckedBody(BodyRules rules) {
        this.rules = rules;
    }

    /** The object called {@code name}; an absent one is checked as an empty one, so that what it lacks is named. */
    public ObjectNode member(Call call, InputStream in, String name, String schema) {
        return checked(unchecked(call, in, name), schema);
    }

    /** The same before it is checked: policy asks about it before its shape is looked at. */
    public JsonNode unchecked(Call call, InputStream in, String name) {
        JsonNode member = call.body(in).get(name);
        return member == null ? JsonNodeFactory.instance.objectNode() : member;
    }

    public ObjectNode checked(JsonNode member, String schema) {
        rules.check(schema, member);
        if (!member.isObject()) {
            throw KeystoneRefused.badRequest("Expecting to find an object.");
        }
        ObjectNode renamed = JsonNodeFactory.instance.objectNode(); // hyphens and colons are underscores to Keystone
        member.properties()
                .forEach(field -> renamed.set(field.getKey().replace(':', '_').replace('-', '_'), field.getValue()));
        return renamed;
    }
}
