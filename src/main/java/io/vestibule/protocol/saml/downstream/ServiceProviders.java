package io.vestibule.protocol.saml.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The service providers of a realm: relying parties with a {@code saml} block. */
@ApplicationScoped
class ServiceProviders {
    /** Certificates are read once for each configuration in force; a reload makes new blocks. */
    private final Cache<SamlRelyingParty, Partner> declared =
            Caffeine.newBuilder().weakKeys().build();

    /** The service provider of that entity id when it is declared and switched on; {@code entityId} may be anything. */
    Optional<ServiceProvider> find(Realm realm, String entityId) {
        return RelyingPartyId.isValid(entityId) ? find(realm, new RelyingPartyId(entityId)) : Optional.empty();
    }

    Optional<ServiceProvider> find(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id)
                .flatMap(party -> party.blocks()
                        .find(SamlRelyingParty.class)
                        .map(saml -> new ServiceProvider(realm, party, saml, settings(realm), partner(saml))));
    }

    static SamlRealm settings(Realm realm) {
        return realm.blocks().find(SamlRealm.class).orElseGet(SamlRealm::standard);
    }

    private Partner partner(SamlRelyingParty saml) {
        return declared.get(saml, Partner::declared);
    }
}
