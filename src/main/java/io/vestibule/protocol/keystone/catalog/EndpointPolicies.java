package io.vestibule.protocol.keystone.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which policy an endpoint is to obey: its own, else its service's in its region or one above it, else its service's. */
@ApplicationScoped
class EndpointPolicies {
    private static final int MOST = 10_000;

    private final CatalogRepository rows;
    private final Shelves shelves;

    EndpointPolicies(CatalogRepository rows, Shelves shelves) {
        this.rows = rows;
        this.shelves = shelves;
    }

    /** What a policy is for. */
    record Subject(Optional<String> endpoint, Optional<String> service, Optional<String> region) {
        static Subject endpoint(String id) {
            return new Subject(Optional.of(id), Optional.empty(), Optional.empty());
        }

        static Subject service(String id) {
            return new Subject(Optional.empty(), Optional.of(id), Optional.empty());
        }

        static Subject serviceIn(String id, String region) {
            return new Subject(Optional.empty(), Optional.of(id), Optional.of(region));
        }

        String key() {
            return endpoint.map(id -> "endpoint/" + id)
                    .orElseGet(() -> "service/" + service.orElse("")
                            + region.map(id -> "/" + id).orElse(""));
        }
    }

    @Transactional
    void associate(RealmName realm, String policy, Subject subject) {
        requireAll(realm, policy, subject);
        Optional<PolicyAssociationEntity> before = rows.association(realm.value(), subject.key());
        if (before.isPresent()) {
            before.get().policyId = policy; // one policy each: a new one takes the place of the old
            return;
        }
        PolicyAssociationEntity row = new PolicyAssociationEntity();
        row.realm = realm.value();
        row.target = subject.key();
        row.policyId = policy;
        row.endpointId = subject.endpoint().orElse(null);
        row.serviceId = subject.service().orElse(null);
        row.regionId = subject.region().orElse(null);
        rows.add(row);
    }

    @Transactional
    void check(RealmName realm, String policy, Subject subject) {
        row(realm, policy, subject);
    }

    @Transactional
    void dissociate(RealmName realm, String policy, Subject subject) {
        rows.remove(row(realm, policy, subject));
    }

    private PolicyAssociationEntity row(RealmName realm, String policy, Subject subject) {
        requireAll(realm, policy, subject);
        return rows.association(realm.value(), subject.key())
                .filter(row -> row.policyId.equals(policy))
                .orElseThrow(() -> KeystoneRefused.notFoundSaying("Could not find policy association."));
    }

    private void requireAll(RealmName realm, String policy, Subject subject) {
        shelves.row(realm, Kind.POLICY, policy);
        subject.endpoint().ifPresent(id -> shelves.row(realm, Kind.ENDPOINT, id));
        subject.service().ifPresent(id -> shelves.row(realm, Kind.SERVICE, id));
        subject.region().ifPresent(id -> shelves.row(realm, Kind.REGION, id));
    }

    @Transactional
    ObjectNode policyOf(RealmName realm, String endpointId) {
        EndpointEntity endpoint = shelves.row(realm, Kind.ENDPOINT, endpointId);
        return associated(realm, Subject.endpoint(endpointId))
                .or(() -> inRegion(realm, endpoint))
                .or(() -> associated(realm, Subject.service(endpoint.serviceId)))
                .map(policy -> shelves.get(realm, Kind.POLICY, policy))
                .orElseThrow(() ->
                        KeystoneRefused.notFoundSaying("No policy is associated with endpoint " + endpointId + "."));
    }

    private Optional<String> inRegion(RealmName realm, EndpointEntity endpoint) {
        @Nullable String region = endpoint.regionId;
        while (region != null) {
            Optional<String> found = associated(realm, Subject.serviceIn(endpoint.serviceId, region));
            if (found.isPresent()) {
                return found;
            }
            region = shelves.row(realm, Kind.REGION, region).parentId;
        }
        return Optional.empty();
    }

    private Optional<String> associated(RealmName realm, Subject subject) {
        return rows.association(realm.value(), subject.key()).map(row -> row.policyId);
    }

    /** The endpoints that any association of the policy reaches. */
    @Transactional
    List<ObjectNode> endpointsOf(RealmName realm, String policy) {
        shelves.row(realm, Kind.POLICY, policy);
        List<PolicyAssociationEntity> associations = rows.associations(realm.value(), policy, MOST);
        return rows.all(EndpointEntity.class, realm.value()).stream()
                .filter(endpoint -> associations.stream().anyMatch(row -> reaches(realm, row, endpoint)))
                .map(ShelvedEntity::document)
                .toList();
    }

    private boolean reaches(RealmName realm, PolicyAssociationEntity row, EndpointEntity endpoint) {
        if (row.endpointId != null) {
            return row.endpointId.equals(endpoint.id);
        }
        return endpoint.serviceId.equals(row.serviceId)
                && (row.regionId == null || regionsOf(realm, endpoint).contains(row.regionId));
    }

    private Set<String> regionsOf(RealmName realm, EndpointEntity endpoint) {
        Set<String> found = new HashSet<>();
        @Nullable String region = endpoint.regionId;
        while (region != null && found.add(region)) {
            region = shelves.row(realm, Kind.REGION, region).parentId;
        }
        return found;
    }
}
