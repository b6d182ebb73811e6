package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The dashboards of a realm: relying parties with a {@code keystone} block. */
@ApplicationScoped
class Dashboards {
    /** One that is declared and switched on. */
    record Trusted(RelyingParty party, Dashboard settings) {}

    /** Whose address {@code origin} is; a token is handed to nobody else (security case 52). */
    Optional<Trusted> at(Realm realm, String origin) {
        return realm.relyingParties().keySet().stream()
                .flatMap(id -> find(realm, id).stream())
                .filter(dashboard -> dashboard.settings().origins().contains(origin))
                .findFirst();
    }

    Optional<Trusted> find(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id)
                .flatMap(party -> party.blocks().find(Dashboard.class).map(settings -> new Trusted(party, settings)));
    }
}
