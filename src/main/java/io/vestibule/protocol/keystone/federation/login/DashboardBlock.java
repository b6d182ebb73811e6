package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.NamedBlock;
import io.vestibule.realm.Realm;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The block called {@code keystone} of a relying party. */
@Singleton
final class DashboardBlock extends NamedBlock<Dashboard> {
    DashboardBlock() {
        super(Place.RELYING_PARTY, "keystone", Dashboard.class);
    }

    /** Whoever takes tokens at an address is known by it, and what they may ask is what that one may ask. */
    @Override
    public Map<String, String> objections(Realm realm) {
        Map<String, RelyingPartyId> takers = new HashMap<>();
        Map<String, String> objections = new LinkedHashMap<>();
        realm.relyingParties()
                .forEach((id, party) -> party.blocks().find(Dashboard.class).stream()
                        .flatMap(dashboard -> dashboard.origins().stream().distinct())
                        .forEach(origin -> {
                            RelyingPartyId other = takers.putIfAbsent(origin, id);
                            if (other != null) {
                                objections.put(
                                        "relyingParties." + id + ".keystone.origins",
                                        origin + " is an address of " + other + " already");
                            }
                        }));
        return objections;
    }
}
