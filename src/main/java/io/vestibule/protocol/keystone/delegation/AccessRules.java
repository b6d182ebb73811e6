package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.DrawnId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access rules: each belongs to a user and may stand in several of the user's application credentials. */
@ApplicationScoped
class AccessRules {
    private final DelegationRepository rows;

    AccessRules(DelegationRepository rows) {
        this.rows = rows;
    }

    @Transactional
    List<AccessRule> of(RealmName realm, UserId user) {
        return entities(realm, user).stream().map(AccessRuleEntity::rule).toList();
    }

    /** Of that user; nobody else's rule is found by its id. */
    @Transactional
    AccessRule get(RealmName realm, UserId user, String id) {
        return entity(realm, user, id).rule();
    }

    @Transactional
    void delete(RealmName realm, UserId user, String id) {
        AccessRuleEntity row = entity(realm, user, id);
        if (rows.isRuleInUse(realm.value(), id)) {
            throw KeystoneRefused.forbiddenSaying("May not delete access rule in use");
        }
        rows.remove(row);
    }

    /** {@code wanted} as rules of the user: one that says the same is used again, one with an id must be theirs. */
    @Transactional
    List<AccessRule> known(RealmName realm, UserId user, List<AccessRule> wanted) {
        List<AccessRule> known = new ArrayList<>(of(realm, user));
        List<AccessRule> found = new ArrayList<>();
        for (AccessRule rule : wanted) {
            AccessRule same = rule.id().isEmpty()
                    ? known.stream().filter(rule::saysTheSameAs).findFirst().orElseGet(() -> added(realm, user, rule))
                    : get(realm, user, rule.id());
            known.add(same);
            found.add(same);
        }
        return found;
    }

    private AccessRule added(RealmName realm, UserId user, AccessRule rule) {
        AccessRuleEntity row = new AccessRuleEntity();
        row.realm = realm.value();
        row.id = DrawnId.next();
        row.userId = user.value();
        row.service = rule.service();
        row.path = rule.path();
        row.method = rule.method();
        rows.add(row);
        rows.settle();
        return row.rule();
    }

    private AccessRuleEntity entity(RealmName realm, UserId user, String id) {
        return Optional.of(id)
                .flatMap(text -> rows.find(AccessRuleEntity.class, realm.value(), text))
                .filter(row -> row.userId.equals(user.value()))
                .orElseThrow(() -> KeystoneRefused.notFound("Access Rule", id));
    }

    private List<AccessRuleEntity> entities(RealmName realm, UserId user) {
        return rows.all(AccessRuleEntity.class, realm.value(), Map.of("userId", user.value()));
    }
}
