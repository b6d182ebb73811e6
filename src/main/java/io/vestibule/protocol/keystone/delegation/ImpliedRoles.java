package io.vestibule.protocol.keystone.delegation;

import io.vestibule.access.Implication;
import io.vestibule.access.Roles;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RoleId;
import io.vestibule.records.Changed;
import io.vestibule.records.Changes;
import io.vestibule.records.FollowedCache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which roles come along with a role. */
@ApplicationScoped
class ImpliedRoles {
    private static final int REALMS = 1_000;

    private final Roles roles;
    private final FollowedCache<String, Map<RoleId, Set<RoleId>>> recent;

    ImpliedRoles(Roles roles, Changes changes) {
        this.roles = roles;
        this.recent = changes.cache(REALMS);
    }

    void follow(@Observes Changed changed) {
        if (changed.is("implied") || changed.is("role")) {
            recent.evict(changed.realm());
        }
    }

    /** {@code prior} first, then all that they imply. */
    List<RoleId> with(RealmName realm, Collection<RoleId> prior) {
        Map<RoleId, Set<RoleId>> implied = recent.get(realm.value(), name -> read(realm));
        Set<RoleId> found = new LinkedHashSet<>(prior);
        Deque<RoleId> open = new ArrayDeque<>(prior);
        while (!open.isEmpty()) {
            for (RoleId next : implied.getOrDefault(open.remove(), Set.of())) {
                if (found.add(next)) {
                    open.add(next);
                }
            }
        }
        return List.copyOf(found);
    }

    private Map<RoleId, Set<RoleId>> read(RealmName realm) {
        Map<RoleId, Set<RoleId>> implied = new HashMap<>();
        for (Implication implication : roles.implications(realm)) {
            implied.computeIfAbsent(implication.prior().id(), prior -> new HashSet<>())
                    .add(implication.implied().id());
        }
        return implied;
    }
}
