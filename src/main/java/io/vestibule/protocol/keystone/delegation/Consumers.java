package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.keys.SecretsAtRest;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.Changes;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The consumers of every realm. */
@ApplicationScoped
class Consumers {
    private static final String USE = "oauth1-consumer";
    private static final int SECRET_BYTES = 16;
    private static final Set<String> KNOWN = Set.of("id", "links", "description", "secret");

    private final DelegationRepository rows;
    private final SecretsAtRest seal;
    private final Changes changes;
    private final RandomTokens drawn;

    Consumers(DelegationRepository rows, SecretsAtRest seal, Changes changes, RandomTokens drawn) {
        this.rows = rows;
        this.seal = seal;
        this.changes = changes;
        this.drawn = drawn;
    }

    @Transactional
    List<Consumer> all(RealmName realm) {
        return rows.all(ConsumerEntity.class, realm.value(), Map.of()).stream()
                .map(row -> consumer(realm, row))
                .toList();
    }

    @Transactional
    Consumer get(RealmName realm, String id) {
        return consumer(realm, row(realm, id));
    }

    @Transactional
    Consumer create(RealmName realm, ObjectNode attributes) {
        ConsumerEntity row = new ConsumerEntity();
        row.realm = realm.value();
        row.id = DrawnId.next();
        row.sealedSecret = seal.seal(realm, USE, row.id, new Secret(drawn.hex(SECRET_BYTES)));
        row.extra = "{}";
        take(row, attributes);
        rows.add(row);
        return consumer(realm, row);
    }

    @Transactional
    Consumer update(RealmName realm, String id, ObjectNode attributes) {
        ConsumerEntity row = row(realm, id);
        if (attributes.has("id") && !attributes.path("id").asText().equals(id)) {
            throw KeystoneRefused.badRequest("Cannot change Consumer ID");
        }
        take(row, attributes);
        return consumer(realm, row);
    }

    /** And every token that it has. */
    @Transactional
    void delete(RealmName realm, String id) {
        ConsumerEntity row = row(realm, id);
        for (AccessTokenEntity token : rows.all(AccessTokenEntity.class, realm.value(), Map.of("consumerId", id))) {
            changes.announce(realm.value(), AccessTokens.TOPIC, token.id);
        }
        rows.remove(row);
    }

    private static void take(ConsumerEntity row, ObjectNode attributes) {
        if (attributes.has("description")) {
            row.description = attributes.path("description").textValue();
        }
        ObjectNode rest = attributes.deepCopy();
        rest.remove(KNOWN);
        row.extra = new Extra(row.extra).with(rest).json();
    }

    private ConsumerEntity row(RealmName realm, String id) {
        return rows.find(ConsumerEntity.class, realm.value(), id)
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Consumer not found"));
    }

    private Consumer consumer(RealmName realm, ConsumerEntity row) {
        return new Consumer(
                row.id,
                Optional.ofNullable(row.description),
                seal.open(realm, USE, row.id, row.sealedSecret),
                new Extra(row.extra));
    }
}
