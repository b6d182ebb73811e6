package io.vestibule.access;

import io.vestibule.identity.DeclaredId;
import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** The roles that OpenStack's policies speak of: who has one has those after it, {@code service} stands alone. */
@ApplicationScoped
public class StandardRoles {
    private static final List<String> LADDER = List.of(Roles.ADMIN, "manager", "member", "reader");
    private static final String SERVICE = "service";

    private final Roles roles;

    StandardRoles(Roles roles) {
        this.roles = roles;
    }

    /** In a realm that has no role at all; where somebody took one away it stays away. */
    void begin(RealmName realm) {
        if (roles.list(realm).isEmpty()) {
            ensure(realm);
        }
    }

    /** Each that is missing. */
    public void ensure(RealmName realm) {
        List<Role> ladder = LADDER.stream().map(name -> ensure(realm, name)).toList();
        for (int i = 1; i < ladder.size(); i++) {
            Role prior = ladder.get(i - 1);
            Role implied = ladder.get(i);
            roles.imply(realm, prior.id(), implied.id());
        }
        ensure(realm, SERVICE);
    }

    /** The role of the realm called so, made when missing; nobody changes it by mistake. */
    public Role ensure(RealmName realm, String name) {
        return ensure(realm, Optional.empty(), "", name, Optional.of(true));
    }

    Role ensure(
            RealmName realm, Optional<DomainId> domain, String domainName, String name, Optional<Boolean> immutable) {
        return roles.named(realm, domain, name)
                .or(() -> roles.create(
                                realm,
                                new RoleId(DeclaredId.of("role", domainName, name)),
                                RoleDraft.of(name).inDomain(domain).immutable(immutable))
                        .ifDone())
                .or(() -> roles.named(realm, domain, name)) // another node was faster
                .orElseThrow(() -> new IllegalStateException("the id of role " + name + " is another role's"));
    }
}
