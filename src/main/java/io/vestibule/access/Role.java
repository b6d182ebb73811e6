package io.vestibule.access;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.Extra;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import java.util.Optional;

/**
 * A name for what somebody may do.
 *
 * @param domain whose private role it is: it stands in no proof itself, only what it implies does; none for a role of the realm
 */
public record Role(
        RoleId id,
        RealmName realm,
        Optional<DomainId> domain,
        String name,
        Optional<String> description,
        Optional<Boolean> immutable,
        Extra extra) {
    public boolean isImmutable() {
        return immutable.orElse(false);
    }

    /** Everything but its identity, to be changed. */
    public RoleDraft draft() {
        return new RoleDraft(domain, name, description, immutable, extra);
    }
}
