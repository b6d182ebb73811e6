package io.vestibule.mail;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

@ApplicationScoped
class OwedLetterRepository implements PanacheRepositoryBase<OwedLetterEntity, UUID> {
    private static final int SKIP_LOCKED = -2; // of Hibernate, beside the standard's 0 for no wait

    /** The row whose time came first and which no other node is looking at; of none of those realms. */
    Optional<OwedLetterEntity> due(Instant now, Set<RealmName> but) {
        return getEntityManager()
                .createQuery(
                        "from OwedLetterEntity where nextAttemptAt <= ?1 and realm not in ?2 order by nextAttemptAt",
                        OwedLetterEntity.class)
                .setParameter(1, now)
                .setParameter(2, names(but))
                .setMaxResults(1)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setHint("jakarta.persistence.lock.timeout", SKIP_LOCKED)
                .getResultStream()
                .findFirst();
    }

    /**
     * Those of a realm whose time came or is about to come wait until then. What somebody else looks at is left alone: two
     * nodes that put the same ones off would otherwise wait for each other.
     */
    int putOff(RealmName realm, Instant until) {
        return getEntityManager()
                .createNativeQuery("update owed_letter set next_attempt_at = ?1 where id in (select id from owed_letter"
                        + " where realm = ?2 and next_attempt_at < ?1 for update skip locked)")
                .setParameter(1, until)
                .setParameter(2, realm.value())
                .executeUpdate();
    }

    /** Never empty, since an empty list is no list in SQL; no realm is called so. */
    private static List<String> names(Set<RealmName> realms) {
        return Stream.concat(Stream.of(""), realms.stream().map(RealmName::value))
                .toList();
    }

    long of(RealmName realm) {
        return count("realm", realm.value());
    }
}
