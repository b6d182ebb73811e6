package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Regions: a tree whose names people choose. */
@ApplicationScoped
class Regions {
    private final Shelves shelves;
    private final CatalogRepository rows;

    Regions(Shelves shelves, CatalogRepository rows) {
        this.shelves = shelves;
        this.rows = rows;
    }

    @Transactional
    ObjectNode create(RealmName realm, String id, ObjectNode attributes) {
        if (shelves.has(realm, Kind.REGION, id)) {
            throw KeystoneRefused.conflict("Conflict occurred attempting to store region - Duplicate ID, " + id + "..");
        }
        requireSoundParent(realm, id, attributes);
        return shelves.create(realm, Kind.REGION, id, attributes);
    }

    @Transactional
    ObjectNode update(RealmName realm, String id, ObjectNode attributes) {
        shelves.row(realm, Kind.REGION, id);
        requireSoundParent(realm, id, attributes);
        return shelves.update(realm, Kind.REGION, id, attributes);
    }

    /** With the regions below it, unless one of them has an endpoint. */
    @Transactional
    void delete(RealmName realm, String id) {
        shelves.row(realm, Kind.REGION, id);
        Set<String> doomed = withRegionsBelow(realm, id);
        boolean used = rows.all(EndpointEntity.class, realm.value()).stream()
                .anyMatch(endpoint -> endpoint.regionId != null && doomed.contains(endpoint.regionId));
        if (used) {
            throw KeystoneRefused.forbiddenSaying(
                    "Unable to delete region " + id + " because it or its child regions have associated endpoints.");
        }
        for (String region : List.copyOf(doomed).reversed()) { // children before their parents
            shelves.delete(realm, Kind.REGION, region);
            rows.settle();
        }
    }

    /** The region itself first, each parent before its children. */
    private Set<String> withRegionsBelow(RealmName realm, String id) {
        List<RegionEntity> all = rows.all(RegionEntity.class, realm.value());
        Set<String> found = new LinkedHashSet<>(Set.of(id));
        boolean more = true;
        while (more) {
            more = false;
            for (RegionEntity region : all) {
                if (region.parentId != null && found.contains(region.parentId)) {
                    more |= found.add(region.id);
                }
            }
        }
        return found;
    }

    private void requireSoundParent(RealmName realm, String id, ObjectNode attributes) {
        @Nullable String parent = attributes.path("parent_region_id").textValue();
        Set<String> seen = new HashSet<>(Set.of(id));
        @Nullable String above = parent;
        while (above != null) {
            if (!seen.add(above)) {
                throw KeystoneRefused.badRequest(
                        "The specified parent region " + parent + " would create a circular region hierarchy.");
            }
            above = shelves.row(realm, Kind.REGION, above).parentId;
        }
    }
}
