package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.protocol.saml.downstream.KnownPartners.Known;
import io.vestibule.protocol.saml.xml.SamlRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The service providers of a realm: relying parties with a {@code saml} block. */
@ApplicationScoped
class ServiceProviders {
    private final KnownPartners known;

    ServiceProviders(KnownPartners known) {
        this.known = known;
    }

    /** The service provider of that entity id when it is declared, switched on and its metadata is there. */
    Optional<ServiceProvider> find(Realm realm, RelyingPartyId id) {
        return declared(realm, id).flatMap(party -> switch (known(realm, party)) {
            case Known.Partnered(Partner partner) -> Optional.of(provider(realm, party, partner));
            case Known.Missing missing -> Optional.empty();
        });
    }

    /** The one of that entity id, which may be anything; or why not. */
    ServiceProvider require(Realm realm, String entityId) throws SamlRefused {
        Optional<RelyingParty> party =
                RelyingPartyId.isValid(entityId) ? declared(realm, new RelyingPartyId(entityId)) : Optional.empty();
        if (party.isEmpty()) {
            throw new SamlRefused("unknown-issuer", "a service provider of this realm", entityId);
        }
        return switch (known(realm, party.get())) {
            case Known.Partnered(Partner partner) -> provider(realm, party.get(), partner);
            case Known.Missing(String detail) ->
                throw new SamlRefused("no-metadata", "metadata of " + entityId, detail);
        };
    }

    private static Optional<RelyingParty> declared(Realm realm, RelyingPartyId id) {
        return realm.relyingParty(id)
                .filter(party -> party.blocks().find(SamlRelyingParty.class).isPresent());
    }

    static SamlRealm settings(Realm realm) {
        return realm.blocks().find(SamlRealm.class).orElseGet(SamlRealm::standard);
    }

    private Known known(Realm realm, RelyingParty party) {
        return known.of(realm, party, block(party));
    }

    private static ServiceProvider provider(Realm realm, RelyingParty party, Partner partner) {
        return new ServiceProvider(realm, party, block(party), settings(realm), partner);
    }

    private static SamlRelyingParty block(RelyingParty party) {
        return party.blocks().find(SamlRelyingParty.class).orElseThrow();
    }
}
