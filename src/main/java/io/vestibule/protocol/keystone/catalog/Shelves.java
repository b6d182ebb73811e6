package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.DrawnId;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.records.Changes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;

/** Rows of the catalogue as the attributes that answers show; whoever keeps a copy is told of each change. */
@ApplicationScoped
class Shelves {
    static final String TOPIC = "catalog";

    private final CatalogRepository rows;
    private final Changes changes;

    Shelves(CatalogRepository rows, Changes changes) {
        this.rows = rows;
        this.changes = changes;
    }

    static String freshId() {
        return DrawnId.next();
    }

    @Transactional
    <E extends ShelvedEntity> List<ObjectNode> all(RealmName realm, Kind<E> kind) {
        return rows.all(kind.type(), realm.value()).stream()
                .map(ShelvedEntity::document)
                .toList();
    }

    @Transactional
    <E extends ShelvedEntity> ObjectNode get(RealmName realm, Kind<E> kind, String id) {
        return row(realm, kind, id).document();
    }

    <E extends ShelvedEntity> E row(RealmName realm, Kind<E> kind, String id) {
        return rows.find(kind.type(), realm.value(), id).orElseThrow(() -> KeystoneRefused.notFound(kind.noun(), id));
    }

    <E extends ShelvedEntity> boolean has(RealmName realm, Kind<E> kind, String id) {
        return rows.find(kind.type(), realm.value(), id).isPresent();
    }

    @Transactional
    <E extends ShelvedEntity> ObjectNode create(RealmName realm, Kind<E> kind, String id, ObjectNode attributes) {
        E row = kind.fresh().get();
        row.realm = realm.value();
        row.id = id;
        row.take(attributes);
        rows.add(row);
        changed(realm, id);
        return row.document();
    }

    @Transactional
    <E extends ShelvedEntity> ObjectNode update(RealmName realm, Kind<E> kind, String id, ObjectNode attributes) {
        E row = row(realm, kind, id);
        if (attributes.has("id") && !attributes.path("id").asText().equals(id)) {
            throw KeystoneRefused.badRequest(
                    "Cannot change " + kind.type().getSimpleName().replace("Entity", "") + " ID");
        }
        row.take(attributes);
        changed(realm, id);
        return row.document();
    }

    @Transactional
    <E extends ShelvedEntity> void delete(RealmName realm, Kind<E> kind, String id) {
        rows.remove(row(realm, kind, id));
        changed(realm, id);
    }

    void changed(RealmName realm, String id) {
        changes.announce(realm.value(), TOPIC, id);
    }
}
