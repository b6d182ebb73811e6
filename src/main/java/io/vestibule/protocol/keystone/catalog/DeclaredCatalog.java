package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.PlaceEntry;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.RegionEntry;
import io.vestibule.protocol.keystone.catalog.CatalogDeclaration.ServiceEntry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Makes the catalogue what a declaration says: what is declared is as declared, what was and no longer is goes; what came
 * by the API stays as it is.
 */
@ApplicationScoped
class DeclaredCatalog {
    private static final String FILE = "@file";

    private final DeclaredCatalogRepository declared;
    private final CatalogRepository rows;
    private final Shelves shelves;

    DeclaredCatalog(DeclaredCatalogRepository declared, CatalogRepository rows, Shelves shelves) {
        this.declared = declared;
        this.rows = rows;
        this.shelves = shelves;
    }

    @Transactional
    void follow(RealmName realm, CatalogDeclaration declaration) {
        Set<String> kept = new HashSet<>();
        boolean changed = write(realm, declaration, kept);
        changed |= forgetOthers(realm.value(), kept);
        if (changed) {
            shelves.changed(realm, FILE);
        }
    }

    /** Adds without taking away; whether anything changed. */
    private boolean write(RealmName realm, CatalogDeclaration declaration, Set<String> kept) {
        boolean changed = false;
        for (RegionEntry region : declaration.regions()) { // names first: a parent may stand below its child
            changed |= declared.namedRegion(realm.value(), region.id());
            kept.add(region.id());
        }
        for (RegionEntry region : declaration.regions()) {
            changed |= region.parent().map(parent -> named(realm, parent, kept)).orElse(false);
            changed |= declared.region(
                    realm.value(),
                    region.id(),
                    region.description().orElse(""),
                    region.parent().orElse(null));
        }
        for (ServiceEntry service : declaration.services()) {
            changed |= write(realm, service, kept);
        }
        return changed;
    }

    private boolean write(RealmName realm, ServiceEntry service, Set<String> kept) {
        String extra = service.description()
                .map(text -> JsonNodeFactory.instance
                        .objectNode()
                        .put("description", text)
                        .toString())
                .orElse("{}");
        boolean changed =
                declared.service(realm.value(), service.id(), service.type(), service.name(), service.enabled(), extra);
        kept.add(service.id());
        for (PlaceEntry place : service.endpoints()) {
            changed |= place.region().map(region -> named(realm, region, kept)).orElse(false);
            for (Map.Entry<String, String> address : place.addresses().entrySet()) {
                String id = place.id(service, address.getKey());
                kept.add(id);
                changed |= declared.endpoint(
                        realm.value(),
                        id,
                        service.id(),
                        place.region().orElse(null),
                        address.getKey(),
                        address.getValue());
            }
        }
        return changed;
    }

    private boolean named(RealmName realm, String region, Set<String> kept) {
        kept.add(region);
        return declared.namedRegion(realm.value(), region);
    }

    private boolean forgetOthers(String realm, Set<String> kept) {
        boolean changed = false;
        for (EndpointEntity endpoint : rows.all(EndpointEntity.class, realm)) {
            if (endpoint.declared && !kept.contains(endpoint.id)) {
                rows.remove(endpoint);
                changed = true;
            }
        }
        for (ServiceEntity service : rows.all(ServiceEntity.class, realm)) {
            if (service.declared && !kept.contains(service.id)) {
                rows.remove(service);
                changed = true;
            }
        }
        rows.settle();
        for (RegionEntity region : rows.all(RegionEntity.class, realm)) {
            if (region.declared && !kept.contains(region.id)) {
                changed |= declared.forgetRegion(realm, region.id);
            }
        }
        return changed;
    }
}
