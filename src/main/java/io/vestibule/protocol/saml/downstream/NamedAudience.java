package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Whose an address is: the service provider of the realm that receives answers there calls itself by its entity id. */
@ApplicationScoped
class NamedAudience {
    private final ServiceProviders parties;

    NamedAudience(ServiceProviders parties) {
        this.parties = parties;
    }

    Optional<String> of(Realm realm, String address) {
        return realm.relyingParties().values().stream()
                .map(RelyingParty::id)
                .flatMap(id -> parties.find(realm, id).stream())
                .filter(party -> party.partner().consumers().stream()
                        .anyMatch(consumer -> consumer.url().toString().equals(address)))
                .map(ServiceProvider::entityId)
                .findFirst();
    }
}
