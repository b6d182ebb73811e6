package io.vestibule.protocol.keystone.catalog;

import java.util.function.Supplier;

/**
 * A kind of thing in the catalogue.
 *
 * @param noun what a refusal calls it
 */
record Kind<E extends ShelvedEntity>(Class<E> type, Supplier<E> fresh, String noun) {
    static final Kind<RegionEntity> REGION = new Kind<>(RegionEntity.class, RegionEntity::new, "region");
    static final Kind<ServiceEntity> SERVICE = new Kind<>(ServiceEntity.class, ServiceEntity::new, "service");
    static final Kind<EndpointEntity> ENDPOINT = new Kind<>(EndpointEntity.class, EndpointEntity::new, "endpoint");
    static final Kind<EndpointGroupEntity> ENDPOINT_GROUP =
            new Kind<>(EndpointGroupEntity.class, EndpointGroupEntity::new, "Endpoint Group");
    static final Kind<PolicyEntity> POLICY = new Kind<>(PolicyEntity.class, PolicyEntity::new, "policy");
}
