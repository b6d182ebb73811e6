package io.vestibule.mapping;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The identity providers that go with a domain: those that it looks after, and those that bring its users. */
@ApplicationScoped
public class DomainProviders {
    private final IdentityProviders providers;
    private final Realms realms;

    DomainProviders(IdentityProviders providers, Realms realms) {
        this.providers = providers;
        this.realms = realms;
    }

    /** One whose rules hold for a connector that the realm has; once nobody is changing any, until the transaction ends. */
    public Optional<IdentityProvider> bound(RealmName realm, DomainId domain) {
        Optional<Realm> here = realms.find(realm);
        return providers.lockThoseOf(realm, domain).stream()
                .filter(idp -> idp.connector()
                        .filter(connector -> here.filter(one -> one.connectors().containsKey(connector))
                                .isPresent())
                        .isPresent())
                .findFirst();
    }
}
