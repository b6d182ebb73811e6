package io.vestibule.protocol.keystone.partners;

import io.vestibule.identity.RealmName;
import io.vestibule.protocol.keystone.token.KeystoneRealm;
import io.vestibule.realm.Realms;
import io.vestibule.realm.RealmsReloaded;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Brings what realm files say of other Keystones into the table, at the start and at each reload. */
@ApplicationScoped
class PartnersFollower {
    private static final int WITH_THE_CATALOGUE = 3500;

    private final Realms realms;
    private final ServiceProviders providers;

    PartnersFollower(Realms realms, ServiceProviders providers) {
        this.realms = realms;
        this.providers = providers;
    }

    void follow(@Observes @Priority(WITH_THE_CATALOGUE) RealmsReloaded reloaded) {
        for (RealmName name : reloaded.changed()) {
            realms.find(name)
                    .ifPresent(realm ->
                            providers.follow(name, KeystoneRealm.of(realm).serviceProviders()));
        }
    }
}
