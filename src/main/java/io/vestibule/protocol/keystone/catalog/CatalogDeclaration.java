package io.vestibule.protocol.keystone.catalog;

import io.vestibule.identity.DeclaredId;
import io.vestibule.realm.reading.IfAbsent;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The realm's {@code catalog} block: services and where they are, by name, so that sites with one file have one catalogue.
 *
 * @param regions need no entry when they have neither description nor parent
 */
public record CatalogDeclaration(List<RegionEntry> regions, List<ServiceEntry> services) {
    private static final List<String> INTERFACES = List.of("public", "internal", "admin");

    public CatalogDeclaration {
        regions = List.copyOf(regions);
        services = List.copyOf(services);
        Set<String> seen = new HashSet<>();
        for (RegionEntry region : regions) {
            if (!seen.add(region.id())) {
                throw new IllegalArgumentException("region " + region.id() + " is declared twice");
            }
        }
        for (ServiceEntry service : services) {
            if (!seen.add("\n" + service.name())) { // limits name services, so one name is one service
                throw new IllegalArgumentException("service " + service.name() + " is declared twice");
            }
        }
    }

    static CatalogDeclaration none() {
        return new CatalogDeclaration(List.of(), List.of());
    }

    /** A region with more to say than its name. */
    public record RegionEntry(String id, Optional<String> description, Optional<String> parent) {}

    /** A service; {@code type} is what clients look for. */
    public record ServiceEntry(
            String type,
            String name,
            Optional<String> description,
            @IfAbsent("true") boolean enabled,
            List<PlaceEntry> endpoints) {
        public ServiceEntry {
            endpoints = List.copyOf(endpoints);
        }

        String id() {
            return DeclaredId.of("service", name);
        }
    }

    /**
     * Where a service is in one region.
     *
     * @param url of every interface that {@code urls} does not name
     * @param urls of {@code public}, {@code internal} and {@code admin}
     */
    public record PlaceEntry(Optional<String> region, Optional<String> url, Map<String, String> urls) {
        public PlaceEntry {
            urls = Map.copyOf(urls);
            for (String name : urls.keySet()) {
                if (!INTERFACES.contains(name)) {
                    throw new IllegalArgumentException("an interface is public, internal or admin, not " + name);
                }
            }
            if (url.isEmpty() && urls.isEmpty()) {
                throw new IllegalArgumentException("an endpoint needs url or urls");
            }
            for (String text : addresses(url, urls).values()) {
                if (!new UrlTemplate(text).isWellFormed()) {
                    throw new IllegalArgumentException(
                            text + ": in a URL only %(project_id)s, %(tenant_id)s and %(user_id)s are filled in");
                }
            }
        }

        /** Interface to URL, in the order clients see. */
        Map<String, String> addresses() {
            return addresses(url, urls);
        }

        String id(ServiceEntry service, String face) {
            return DeclaredId.of("endpoint", service.name(), region.orElse(""), face);
        }

        private static Map<String, String> addresses(Optional<String> url, Map<String, String> urls) {
            Map<String, String> found = new LinkedHashMap<>();
            for (String face : INTERFACES) {
                Optional.ofNullable(urls.get(face)).or(() -> url).ifPresent(text -> found.put(face, text));
            }
            return found;
        }
    }
}
