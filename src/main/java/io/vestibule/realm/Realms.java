package io.vestibule.realm;

import io.vestibule.identity.RealmName;
import java.util.List;
import java.util.Optional;

/** The configuration in force: always complete, never half reloaded. */
public interface Realms {
    /** Every enabled realm, in the order of its files. */
    List<Realm> all();

    /** The realm of that name when it is declared and switched on; {@code name} may be anything. */
    default Optional<Realm> find(String name) {
        return RealmName.isValid(name) ? find(new RealmName(name)) : Optional.empty();
    }

    Optional<Realm> find(RealmName name);
}
