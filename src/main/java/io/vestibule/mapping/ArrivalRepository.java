package io.vestibule.mapping;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Statements on federated_arrival. */
@Singleton
class ArrivalRepository extends StatementRepository {
    ArrivalRepository(EntityManager entityManager) {
        super(entityManager);
    }

    Map<ConnectorId, Arrival> of(RealmName realm, UserId user) {
        Map<ConnectorId, Arrival> arrivals = new HashMap<>();
        rows(
                        "select connector, idp_id, cast(extract(epoch from at) * 1000 as bigint) "
                                + "from federated_arrival where realm = ?1 and user_id = ?2",
                        realm.value(),
                        user.value())
                .forEach(row -> arrivals.put(
                        new ConnectorId(row.text(0)),
                        new Arrival(
                                row.optional(1),
                                Instant.ofEpochMilli(row.number(2).orElseThrow()))));
        return arrivals;
    }

    /** Whether anybody of the realm came by a provider the last time. */
    boolean anyByProvider(RealmName realm) {
        return !rows(
                        "select realm, 1 from federated_arrival where realm = ?1 and idp_id is not null limit 1",
                        realm.value())
                .isEmpty();
    }

    /** Of a user who is there; who was deleted meanwhile leaves nothing behind. */
    void note(RealmName realm, UserId user, ConnectorId connector, Optional<String> identityProvider, Instant now) {
        change(
                "insert into federated_arrival (realm, user_id, connector, idp_id, at) "
                        + "select ?1, ?2, ?3, cast(?4 as text), ?5 from app_user where id = ?2 "
                        + "on conflict (user_id, connector) do update set idp_id = excluded.idp_id, at = excluded.at",
                realm.value(),
                user.value(),
                connector.value(),
                identityProvider,
                now);
    }
}
