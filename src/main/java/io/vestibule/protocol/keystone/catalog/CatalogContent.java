package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue of a realm in memory: what is switched on, ready to be shown.
 *
 * @param narrowed the endpoints of each project that is not to see all of them
 */
record CatalogContent(List<Listed> services, Map<String, Set<String>> narrowed) {
    /** A service and its endpoints. */
    record Listed(String id, String type, String name, List<Address> addresses) {}

    /** An endpoint; {@code shown} is everything about it but the URL. */
    record Address(String id, UrlTemplate url, ObjectNode shown) {}

    ArrayNode shownTo(String user, Optional<String> project) {
        Set<String> only =
                project.map(id -> narrowed.getOrDefault(id, Set.of())).orElse(Set.of());
        ArrayNode catalog = JsonNodeFactory.instance.arrayNode(services.size());
        for (Listed service : services) {
            ArrayNode endpoints = JsonNodeFactory.instance.arrayNode();
            for (Address address : service.addresses()) {
                if (only.isEmpty() || only.contains(address.id())) {
                    address.url()
                            .fill(user, project)
                            .ifPresent(url ->
                                    endpoints.add(address.shown().deepCopy().put("url", url)));
                }
            }
            if (only.isEmpty() || !endpoints.isEmpty()) {
                ObjectNode entry = catalog.addObject();
                entry.set("endpoints", endpoints);
                entry.put("id", service.id()).put("type", service.type()).put("name", service.name());
            }
        }
        return catalog;
    }

    static CatalogContent of(
            List<ServiceEntity> services,
            List<EndpointEntity> endpoints,
            Map<String, Set<String>> endpointsOfProjects,
            Map<String, Set<String>> groupsOfProjects,
            Map<String, EndpointGroupEntity> groups) {
        List<Listed> listed = services.stream()
                .filter(service -> service.enabled)
                .map(service -> new Listed(service.id, service.type, service.name, addresses(service, endpoints)))
                .toList();
        Map<String, Set<String>> narrowed = new HashMap<>();
        endpointsOfProjects.forEach((project, given) -> narrowed.put(project, new HashSet<>(given)));
        groupsOfProjects.forEach((project, given) -> given.forEach(group -> Optional.ofNullable(groups.get(group))
                .ifPresent(known -> narrowed.computeIfAbsent(project, id -> new HashSet<>())
                        .addAll(EndpointFilters.of(known).idsAmong(endpoints)))));
        return new CatalogContent(listed, Map.copyOf(narrowed));
    }

    private static List<Address> addresses(ServiceEntity service, List<EndpointEntity> endpoints) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.enabled && endpoint.serviceId.equals(service.id))
                .map(endpoint -> new Address(
                        endpoint.id,
                        new UrlTemplate(endpoint.url),
                        endpoint.document().without(List.of("service_id", "enabled", "url"))))
                .toList();
    }
}
