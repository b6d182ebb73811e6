package io.vestibule.grants;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Query;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class TokenFamilyRepository implements PanacheRepositoryBase<TokenFamilyEntity, UUID> {
    Optional<TokenFamilyEntity> live(UUID id, Instant now) {
        return find("id = ?1 and revokedAt is null and expiresAt > ?2", id, now).firstResultOptional();
    }

    /** One statement: of any number of presentations at once, one moves the generation on. */
    Optional<TokenFamilyEntity> advance(String realm, String relyingParty, UUID id, int from, Instant now) {
        List<?> rows = getEntityManager()
                .createNativeQuery(
                        "update token_family set generation = generation + 1 where id = ?1 and generation = ?2 "
                                + "and realm = ?3 and relying_party = ?4 and revoked_at is null and expires_at > ?5 returning *",
                        TokenFamilyEntity.class)
                .setParameter(1, id)
                .setParameter(2, from)
                .setParameter(3, realm)
                .setParameter(4, relyingParty)
                .setParameter(5, now)
                .getResultList();
        return rows.stream().map(TokenFamilyEntity.class::cast).findFirst();
    }

    int revoke(UUID id, Instant now) {
        return update("revokedAt = ?1 where id = ?2 and revokedAt is null", now, id);
    }

    /** Which it were. */
    List<UUID> revokeOfSession(UUID session, Instant now) {
        return ids(getEntityManager()
                .createNativeQuery(
                        "update token_family set revoked_at = ?1 where session_id = ?2 and not offline "
                                + "and revoked_at is null returning id",
                        UUID.class)
                .setParameter(1, now)
                .setParameter(2, session));
    }

    /** Which it were. */
    List<UUID> revokeOf(String realm, UUID user, String relyingParty, Instant now) {
        return ids(getEntityManager()
                .createNativeQuery(
                        "update token_family set revoked_at = ?1 where realm = ?2 and user_id = ?3 "
                                + "and relying_party = ?4 and revoked_at is null returning id",
                        UUID.class)
                .setParameter(1, now)
                .setParameter(2, realm)
                .setParameter(3, user)
                .setParameter(4, relyingParty));
    }

    private static List<UUID> ids(Query statement) {
        List<?> rows = statement.getResultList();
        return rows.stream().map(UUID.class::cast).toList();
    }

    void deleteExpired(Instant now) {
        delete("expiresAt <= ?1", now);
    }
}
