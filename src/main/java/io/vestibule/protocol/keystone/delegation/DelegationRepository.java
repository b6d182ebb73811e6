package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tables of what is handed on. */
@ApplicationScoped
class DelegationRepository {
    private final EntityManager rows;

    DelegationRepository(EntityManager rows) {
        this.rows = rows;
    }

    <E extends HandedOnEntity> Optional<E> find(Class<E> type, String realm, String id) {
        return Optional.ofNullable(rows.find(type, new RealmKey(realm, id)));
    }

    /** Those whose attributes are as {@code wanted} says. */
    <E extends HandedOnEntity> List<E> all(Class<E> type, String realm, Map<String, ?> wanted) {
        StringBuilder text = new StringBuilder("from " + type.getSimpleName() + " where realm = :realm");
        wanted.keySet()
                .forEach(
                        name -> text.append(" and ").append(name).append(" = :").append(name));
        TypedQuery<E> query =
                rows.createQuery(text.append(" order by id").toString(), type).setParameter("realm", realm);
        wanted.forEach(query::setParameter);
        return query.getResultList();
    }

    /** Whether the user had none of that name. */
    boolean addUnlessNamed(ApplicationCredentialEntity row) {
        return rows.createNativeQuery("insert into application_credential (realm, id, user_id, project_id, name, "
                                + "description, secret_hash, unrestricted, roles, created_at, expires_at, parent_id) "
                                + "values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
                                + "on conflict (user_id, name) do nothing")
                        .setParameter(1, row.realm)
                        .setParameter(2, row.id)
                        .setParameter(3, row.userId)
                        .setParameter(4, row.projectId)
                        .setParameter(5, row.name)
                        .setParameter(6, row.description)
                        .setParameter(7, row.secretHash)
                        .setParameter(8, row.unrestricted)
                        .setParameter(9, row.roles)
                        .setParameter(10, row.createdAt)
                        .setParameter(11, row.expiresAt)
                        .setParameter(12, row.parentId)
                        .executeUpdate()
                == 1;
    }

    /** How many there are; whoever makes another one at the same time waits until this transaction is over. */
    long applicationCredentialsOf(UserId user) {
        rows.createNativeQuery("select 1 from app_user where id = ?1 for update")
                .setParameter(1, user.value())
                .getResultList();
        return ((Number) rows.createNativeQuery("select count(*) from application_credential where user_id = ?1")
                        .setParameter(1, user.value())
                        .getSingleResult())
                .longValue();
    }

    /**
     * Where a user's credentials name another user's rules, they name the same ones of the user's own from now on, which are
     * made where there are none: neither could be deleted without the other.
     */
    void useOwnRules(UUID owner) {
        rows.createNativeQuery("insert into access_rule (realm, id, user_id, service, path, method) "
                        + "select distinct on (theirs.service, theirs.path, theirs.method) theirs.realm, "
                        + "replace(cast(gen_random_uuid() as text), '-', ''), c.user_id, theirs.service, theirs.path, "
                        + "theirs.method from application_credential c "
                        + "join application_credential_access_rule b on b.realm = c.realm "
                        + "and b.application_credential_id = c.id "
                        + "join access_rule theirs on theirs.realm = b.realm and theirs.id = b.access_rule_id "
                        + "where c.user_id = ?1 and theirs.user_id <> ?1 "
                        + "on conflict (user_id, service, path, method) do nothing")
                .setParameter(1, owner)
                .executeUpdate();
        rows.createNativeQuery("update application_credential_access_rule b set access_rule_id = mine.id "
                        + "from application_credential c, access_rule theirs, access_rule mine "
                        + "where c.realm = b.realm and c.id = b.application_credential_id and c.user_id = ?1 "
                        + "and theirs.realm = b.realm and theirs.id = b.access_rule_id and theirs.user_id <> ?1 "
                        + "and mine.user_id = ?1 and mine.service = theirs.service and mine.path = theirs.path "
                        + "and mine.method = theirs.method")
                .setParameter(1, owner)
                .executeUpdate();
    }

    void add(Object row) {
        rows.persist(row);
    }

    void remove(Object row) {
        rows.remove(row);
    }

    void settle() {
        rows.flush();
    }

    List<AccessRuleEntity> rulesOf(String realm, String applicationCredential) {
        return rows
                .createNativeQuery(
                        "select r.* from access_rule r join application_credential_access_rule j "
                                + "on j.realm = r.realm and j.access_rule_id = r.id "
                                + "where j.realm = ?1 and j.application_credential_id = ?2 order by r.id",
                        AccessRuleEntity.class)
                .setParameter(1, realm)
                .setParameter(2, applicationCredential)
                .getResultList()
                .stream()
                .map(AccessRuleEntity.class::cast)
                .toList();
    }

    void bindRule(String realm, String applicationCredential, String rule) {
        rows.createNativeQuery("insert into application_credential_access_rule values (?1, ?2, ?3) "
                        + "on conflict do nothing")
                .setParameter(1, realm)
                .setParameter(2, applicationCredential)
                .setParameter(3, rule)
                .executeUpdate();
    }

    boolean isRuleInUse(String realm, String rule) {
        return !rows.createNativeQuery(
                        "select 1 from application_credential_access_rule where realm = ?1 and access_rule_id = ?2")
                .setParameter(1, realm)
                .setParameter(2, rule)
                .setMaxResults(1)
                .getResultList()
                .isEmpty();
    }

    /** Takes one use, of any number of callers at once at most as many as there are; whether there was one left. */
    boolean useTrust(String realm, String trust) {
        return rows.createNativeQuery("update trust set remaining_uses = remaining_uses - 1 "
                                + "where realm = ?1 and id = ?2 and (remaining_uses is null or remaining_uses > 0)")
                        .setParameter(1, realm)
                        .setParameter(2, trust)
                        .executeUpdate()
                == 1;
    }

    /** Whether this call took it away: a request token becomes one access token. */
    boolean takeRequestToken(String realm, String id) {
        return rows.createNativeQuery("delete from oauth1_request_token where realm = ?1 and id = ?2")
                        .setParameter(1, realm)
                        .setParameter(2, id)
                        .executeUpdate()
                == 1;
    }

    void deleteExpired(Instant now) {
        rows.createNativeQuery("delete from oauth1_request_token where expires_at <= ?1")
                .setParameter(1, now)
                .executeUpdate();
    }
}
