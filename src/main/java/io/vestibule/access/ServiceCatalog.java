package io.vestibule.access;

import io.vestibule.identity.RealmName;
import java.net.URI;
import java.util.Optional;

/**
 * The catalogue of services, as far as limits and the bootstrap need it; a protocol brings it along. Each call finds what is
 * there under that name and makes it only when it is missing.
 */
public interface ServiceCatalog {
    /** The id of the service called {@code name}, or when none is, of the only one of the type {@code name}. */
    Optional<String> service(RealmName realm, String name);

    /** The id of the service. */
    String ensureService(RealmName realm, String type, String name);

    void ensureRegion(RealmName realm, String region);

    /** @param face {@code public}, {@code internal} or {@code admin}; an endpoint that is there gets {@code url} */
    void ensureEndpoint(RealmName realm, String service, Optional<String> region, String face, URI url);
}
