package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;

/** The clients of a realm: relying parties with an {@code oidc} block. */
@ApplicationScoped
class Clients {
    /** The client when it is declared and switched on; {@code id} may be anything. */
    Optional<Client> find(Realm realm, String id) {
        return RelyingPartyId.isValid(id) ? find(realm, new RelyingPartyId(id)) : Optional.empty();
    }

    Optional<Client> find(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id)
                .flatMap(party -> party.blocks()
                        .find(OidcRelyingParty.class)
                        .map(oidc -> new Client(realm, party, oidc, settings(realm))));
    }

    Stream<Client> all(Realm realm) {
        return realm.relyingParties().keySet().stream().flatMap(id -> find(realm, id).stream());
    }

    static OidcRealm settings(Realm realm) {
        return realm.blocks().find(OidcRealm.class).orElseGet(OidcRealm::standard);
    }
}
