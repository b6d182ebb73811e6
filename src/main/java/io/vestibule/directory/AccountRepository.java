package io.vestibule.directory;

import io.vestibule.identity.DomainId;
import io.vestibule.identity.RealmName;
import io.vestibule.mapping.SafeText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Looks users up as the Identity API wants to see them. */
@ApplicationScoped
class AccountRepository {
    private final UserRepository users;
    private final EntityManager entityManager;

    AccountRepository(UserRepository users, EntityManager entityManager) {
        this.users = users;
        this.entityManager = entityManager;
    }

    @Transactional
    Optional<User> named(RealmName realm, DomainId domain, String key) {
        return users.byName(realm, domain, key).map(UserEntity::user);
    }

    @Transactional
    Optional<User> declared(RealmName realm, String key) {
        return users.byDeclared(realm, key).map(UserEntity::user);
    }

    boolean isTaken(RealmName realm, DomainId domain, String key, Optional<UUID> by) {
        return users.byName(realm, domain, key)
                .filter(row -> by.filter(row.id::equals).isEmpty())
                .isPresent();
    }

    @Transactional
    List<User> list(RealmName realm, AccountFilter filter) {
        List<String> conditions = new ArrayList<>(List.of("u.realm = :realm"));
        Map<String, Object> values = new LinkedHashMap<>(Map.of("realm", realm.value()));
        filter.domain().ifPresent(domain -> {
            conditions.add("u.domainId = :domain");
            values.put("domain", domain.value());
        });
        filter.name().ifPresent(name -> {
            conditions.add("u.nameKey = :name");
            values.put("name", SafeText.key(name));
        });
        filter.enabled().ifPresent(enabled -> {
            conditions.add("u.enabled = :enabled");
            values.put("enabled", enabled);
        });
        filter.passwordExpires().ifPresent(expires -> {
            String operator = expires.comparison().operator;
            conditions.add("(u.passwordExpiresAt " + operator + " :moment or exists (select 1 from "
                    + "PasswordHistoryEntity h where h.userId = u.id and h.expiresAt " + operator + " :moment))");
            values.put("moment", expires.moment());
        });
        // Ids first: a limit on rows that are joined with memberships would cut through a user.
        TypedQuery<UUID> ids = entityManager
                .createQuery(
                        "select u.id from UserEntity u where " + String.join(" and ", conditions) + " order by u.id",
                        UUID.class)
                .setMaxResults(filter.most());
        values.forEach(ids::setParameter);
        List<UUID> found = ids.getResultList();
        return found.isEmpty()
                ? List.of()
                : users.byIds(realm, found).stream().map(UserEntity::user).toList();
    }
}
