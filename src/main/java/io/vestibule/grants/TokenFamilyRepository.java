package io.vestibule.grants;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class TokenFamilyRepository implements PanacheRepositoryBase<TokenFamilyEntity, UUID> {
    Optional<TokenFamilyEntity> live(UUID id, Instant now) {
        return find("id = ?1 and revokedAt is null and expiresAt > ?2", id, now).firstResultOptional();
    }

    /** One statement: of any number of presentations at once, one moves the generation on. */
    boolean advance(UUID id, int from, Instant now) {
        return update(
                        "generation = ?1 where id = ?2 and generation = ?3 and revokedAt is null and expiresAt > ?4",
                        from + 1,
                        id,
                        from,
                        now)
                == 1;
    }

    int revoke(UUID id, Instant now) {
        return update("revokedAt = ?1 where id = ?2 and revokedAt is null", now, id);
    }

    int revokeOfSession(UUID session, Instant now) {
        return update("revokedAt = ?1 where sessionId = ?2 and offline = false and revokedAt is null", now, session);
    }

    int revokeOf(String realm, UUID user, String relyingParty, Instant now) {
        return update(
                "revokedAt = ?1 where realm = ?2 and userId = ?3 and relyingParty = ?4 and revokedAt is null",
                now,
                realm,
                user,
                relyingParty);
    }

    void deleteExpired(Instant now) {
        delete("expiresAt <= ?1", now);
    }
}
