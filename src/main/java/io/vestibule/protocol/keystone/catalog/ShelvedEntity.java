package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.Extra;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.MappedSuperclass;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A row of the catalogue: made and changed by the attributes of a request, shown as the attributes of an answer. */
@MappedSuperclass
@IdClass(RealmKey.class)
abstract class ShelvedEntity {
    @Id
    String realm;

    @Id
    String id;

    /** Everything but the links. */
    abstract ObjectNode document();

    /** The attributes that are there; the others stay. */
    abstract void take(ObjectNode attributes);

    static @Nullable String textOrNull(JsonNode value) {
        return value.isNull() ? null : value.asText();
    }

    static String mergedExtra(String before, ObjectNode attributes, Set<String> known) {
        ObjectNode rest = attributes.deepCopy();
        rest.remove(known);
        return rest.isEmpty() ? before : new Extra(before).with(rest).json();
    }

    static ObjectNode shown(String extra) {
        return new Extra(extra).tree();
    }
}
