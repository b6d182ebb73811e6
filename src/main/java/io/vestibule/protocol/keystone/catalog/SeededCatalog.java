package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.access.ServiceCatalog;
import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What a bootstrap puts into the catalogue; ids are computed, so that two nodes bootstrapping at once make one service. */
@ApplicationScoped
class SeededCatalog implements ServiceCatalog {
    private final CatalogRepository rows;
    private final Shelves shelves;

    SeededCatalog(CatalogRepository rows, Shelves shelves) {
        this.rows = rows;
        this.shelves = shelves;
    }

    @Override
    @Transactional
    public Optional<String> service(RealmName realm, String name) {
        List<ServiceEntity> all = rows.all(ServiceEntity.class, realm.value());
        return all.stream()
                .filter(service -> service.name.equals(name))
                .map(service -> service.id)
                .findFirst()
                .or(() -> only(all.stream()
                        .filter(service -> service.type.equals(name))
                        .map(service -> service.id)
                        .toList()));
    }

    private static Optional<String> only(List<String> ids) {
        return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
    }

    @Override
    @Transactional
    public String ensureService(RealmName realm, String type, String name) {
        return rows.all(ServiceEntity.class, realm.value()).stream()
                .filter(service -> service.type.equals(type) && service.name.equals(name))
                .map(service -> service.id)
                .findFirst()
                .orElseGet(() -> {
                    String id = DeclaredId.of("service", name);
                    ObjectNode attributes = object().put("type", type).put("name", name);
                    return shelves.create(realm, Kind.SERVICE, id, attributes)
                            .path("id")
                            .asText();
                });
    }

    @Override
    @Transactional
    public void ensureRegion(RealmName realm, String region) {
        if (!shelves.has(realm, Kind.REGION, region)) {
            shelves.create(realm, Kind.REGION, region, object());
        }
    }

    @Override
    @Transactional
    public void ensureEndpoint(RealmName realm, String service, Optional<String> region, String face, URI url) {
        Optional<EndpointEntity> there = rows.all(EndpointEntity.class, realm.value()).stream()
                .filter(endpoint -> endpoint.serviceId.equals(service)
                        && region.equals(Optional.ofNullable(endpoint.regionId))
                        && endpoint.face.equals(face))
                .findFirst();
        ObjectNode attributes =
                object().put("service_id", service).put("interface", face).put("url", url.toString());
        region.ifPresent(id -> attributes.put("region_id", id));
        if (there.isEmpty()) {
            String id = DeclaredId.of("endpoint", service, region.orElse(""), face);
            shelves.create(realm, Kind.ENDPOINT, id, attributes);
        } else if (!there.get().url.equals(url.toString())) {
            shelves.update(realm, Kind.ENDPOINT, there.get().id, attributes);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
