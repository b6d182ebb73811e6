package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

/** Endpoints: where services are, each in a region, each with an interface. */
@ApplicationScoped
class Endpoints {
    private final Shelves shelves;

    Endpoints(Shelves shelves) {
        this.shelves = shelves;
    }

    @Transactional
    ObjectNode create(RealmName realm, ObjectNode attributes) {
        return shelves.create(realm, Kind.ENDPOINT, Shelves.freshId(), checked(realm, attributes));
    }

    @Transactional
    ObjectNode update(RealmName realm, String id, ObjectNode attributes) {
        shelves.row(realm, Kind.ENDPOINT, id);
        return shelves.update(realm, Kind.ENDPOINT, id, checked(realm, attributes));
    }

    private ObjectNode checked(RealmName realm, ObjectNode attributes) {
        ObjectNode sound = attributes.deepCopy();
        String url = sound.path("url").asText();
        if (!new UrlTemplate(url).isWellFormed()) {
            throw KeystoneRefused.badRequest("Cannot create an endpoint with an invalid URL: " + url + ".");
        }
        nameTheRegion(realm, sound);
        String region = sound.path("region_id").asText("");
        if (!region.isEmpty() && !shelves.has(realm, Kind.REGION, region)) {
            throw KeystoneRefused.expecting("endpoint region_id", "region table");
        }
        String service = sound.path("service_id").asText("");
        if (!service.isEmpty() && !shelves.has(realm, Kind.SERVICE, service)) {
            throw KeystoneRefused.expecting("endpoint service_id", "service table");
        }
        return sound;
    }

    /** Before v3.2 a region was a word of the endpoint; clients that still send it find their region made. */
    private void nameTheRegion(RealmName realm, ObjectNode attributes) {
        JsonNode old = attributes.path("region");
        if (attributes.path("region_id").isTextual() || !old.isTextual()) {
            return;
        }
        attributes.put("region_id", old.asText());
        if (!shelves.has(realm, Kind.REGION, old.asText())) {
            shelves.create(realm, Kind.REGION, old.asText(), attributes.objectNode());
        }
    }
}
