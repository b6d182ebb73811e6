package io.vestibule.mapping;

import io.vestibule.database.Statements;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Statements on federated_arrival. */
@Singleton
class ArrivalRepository {
    private final Statements statements;

    ArrivalRepository(Statements statements) {
        this.statements = statements;
    }

    Map<ConnectorId, Arrival> of(RealmName realm, UserId user) {
        return statements
                .rows(
                        "select connector, idp_id, at " + "from federated_arrival where realm = ?1 and user_id = ?2",
                        row -> Map.entry(new ConnectorId(row.text(1)), new Arrival(row.textIfAny(2), row.instant(3))),
                        realm.value(),
                        user.value())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Whether anybody of the realm came by a provider the last time. */
    boolean anyByProvider(RealmName realm) {
        return statements.any(
                "select realm from federated_arrival where realm = ?1 and idp_id is not null limit 1", realm.value());
    }

    /** Of a user who is there; who was deleted meanwhile leaves nothing behind. */
    void note(RealmName realm, UserId user, ConnectorId connector, Optional<String> identityProvider, Instant now) {
        statements.change(
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
