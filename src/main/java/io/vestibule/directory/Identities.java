package io.vestibule.directory;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** By which upstream identities a user comes in. */
@ApplicationScoped
public class Identities {
    private final IdentityRepository repository;

    Identities(IdentityRepository repository) {
        this.repository = repository;
    }

    /** In the order in which they were first seen. */
    public List<LinkedIdentity> of(RealmName realm, UserId user) {
        return repository.of(realm, user.value()).stream()
                .map(UpstreamIdentityEntity::linked)
                .toList();
    }
}
