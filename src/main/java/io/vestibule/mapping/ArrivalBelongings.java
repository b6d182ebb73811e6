package io.vestibule.mapping;

import io.vestibule.database.Belonging;
import io.vestibule.database.Belongings;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * By which identity provider a user came the last time: what they handed on holds as long as that stands. What it keeps for a
 * while goes where the grants go, so that it ends in time.
 */
@ApplicationScoped
class ArrivalBelongings implements Belongings {
    @Override
    public List<Belonging> kinds() {
        return List.of(
                Belonging.each("arrivals", "federated_arrival", "connector", ""),
                Belonging.each("kept_grants", "kept_grant", "what", "")
                        .key("{}.idp_id", "{}.what")
                        .once("{}.idp_id || ' ' || {}.what"));
    }
}
