package io.vestibule.protocol.keystone.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** One row of catalog_policy_association. */
@Entity
@Table(name = "catalog_policy_association")
@IdClass(PolicyAssociationEntity.Key.class)
class PolicyAssociationEntity {
    @Id
    String realm;

    @Id
    String target;

    @Column(name = "policy_id", nullable = false)
    String policyId;

    @Column(name = "endpoint_id")
    @Nullable
    String endpointId;

    @Column(name = "service_id")
    @Nullable
    String serviceId;

    @Column(name = "region_id")
    @Nullable
    String regionId;

    /** What a policy is for: one policy at most. */
    record Key(@Nullable String realm, @Nullable String target) implements Serializable {
        Key() {
            this(null, null);
        }
    }
}
