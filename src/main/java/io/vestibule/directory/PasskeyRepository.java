package io.vestibule.directory;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Public keys of passkeys, and how often each was used. */
@ApplicationScoped
class PasskeyRepository implements PanacheRepositoryBase<PasskeyEntity, RealmKey> {
    /** False when somebody, perhaps somebody else, has it already. */
    @Transactional
    boolean add(RealmName realm, UserId owner, WebAuthn.Made made, String label, Instant now) {
        return getEntityManager()
                        .createNativeQuery("insert into passkey (realm, credential_id, user_id, attested, sign_count,"
                                + " backup_eligible, label, created_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                + " on conflict do nothing")
                        .setParameter(1, realm.value())
                        .setParameter(2, made.id())
                        .setParameter(3, owner.value())
                        .setParameter(4, made.attested())
                        .setParameter(5, made.signCount())
                        .setParameter(6, made.backupEligible())
                        .setParameter(7, label)
                        .setParameter(8, now)
                        .executeUpdate()
                == 1;
    }

    @Transactional
    Optional<PasskeyEntity> named(RealmName realm, String id) {
        return findByIdOptional(new RealmKey(realm.value(), id));
    }

    @Transactional
    List<PasskeyEntity> of(RealmName realm, UserId owner) {
        return list("realm = ?1 and userId = ?2 order by createdAt", realm.value(), owner.value());
    }

    @Transactional
    boolean remove(RealmName realm, UserId owner, String id) {
        return delete("realm = ?1 and userId = ?2 and id = ?3", realm.value(), owner.value(), id) == 1;
    }

    /** It is another's now; the authenticator goes on saying whose it was when it was made. */
    void handOver(RealmName realm, String id, UUID from, UUID to) {
        update(
                "handleOf = nullif(coalesce(handleOf, ?3), ?4) where realm = ?1 and id = ?2",
                realm.value(),
                id,
                from,
                to);
    }

    /**
     * False when another node has seen as high a count meanwhile: there are two of it (WebAuthn §6.1.1). Nor is it used as
     * somebody's whose it is no more.
     */
    @Transactional
    boolean used(RealmName realm, UUID owner, String id, long signCount) {
        return update(
                        "signCount = ?3 where realm = ?1 and id = ?2 and userId = ?4"
                                + " and (signCount < ?3 or signCount = 0 and ?3 = 0)",
                        realm.value(),
                        id,
                        signCount,
                        owner)
                == 1;
    }
}
