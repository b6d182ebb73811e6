package io.vestibule.logout;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class NoticeRepository implements PanacheRepositoryBase<NoticeEntity, NoticeEntity.Key> {
    /** As for the first time, also where older news of a part in the same session is still owed. */
    void owe(NoticeEntity.Key key, String realm, UUID user, String memory, Instant since, Instant next) {
        getEntityManager()
                .createNativeQuery(
                        "insert into logout_notice (session_id, protocol, relying_party, realm, user_id, memory,"
                                + " attempts, owed_since, next_attempt_at) values (?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?8)"
                                + " on conflict (session_id, protocol, relying_party) do update set memory = excluded.memory,"
                                + " attempts = 1, owed_since = excluded.owed_since, next_attempt_at = excluded.next_attempt_at")
                .setParameter(1, key.sessionId())
                .setParameter(2, key.protocol())
                .setParameter(3, key.relyingParty())
                .setParameter(4, realm)
                .setParameter(5, user)
                .setParameter(6, memory)
                .setParameter(7, since)
                .setParameter(8, next)
                .executeUpdate();
    }

    /** The news of that moment, and no later one of the same part. */
    void settle(NoticeEntity.Key key, Instant since) {
        delete(
                "sessionId = ?1 and protocol = ?2 and relyingParty = ?3 and owedSince = ?4",
                key.sessionId(),
                key.protocol(),
                key.relyingParty(),
                since);
    }

    /** All news that came up by then. */
    void settleUntil(NoticeEntity.Key key, Instant until) {
        delete(
                "sessionId = ?1 and protocol = ?2 and relyingParty = ?3 and owedSince <= ?4",
                key.sessionId(),
                key.protocol(),
                key.relyingParty(),
                until);
    }

    /** Kept until then, told to nobody. */
    void shelve(NoticeEntity.Key key, Instant since, Instant until) {
        update(
                "nextAttemptAt = ?5 where sessionId = ?1 and protocol = ?2 and relyingParty = ?3 and owedSince = ?4",
                key.sessionId(),
                key.protocol(),
                key.relyingParty(),
                since,
                until);
    }

    /** Nobody asks for them any more. */
    void deleteBefore(Instant since) {
        delete("owedSince < ?1", since);
    }

    List<NoticeEntity> of(UUID session) {
        return list("sessionId", session);
    }

    /**
     * Rows whose time has come and which no other node is looking at: the longest due of each relying party, then the next of each,
     * and of each a few. Those that never answer do not keep the others waiting.
     */
    @SuppressWarnings("unchecked") // rows of that entity
    List<NoticeEntity> due(Instant now, int atMost, int ofOne) {
        return getEntityManager()
                .createNativeQuery(
                        "select n.* from logout_notice n join (select session_id, protocol, relying_party,"
                                + " row_number() over (partition by realm, protocol, relying_party order by next_attempt_at)"
                                + " as turn from logout_notice where next_attempt_at <= ?1) due"
                                + " using (session_id, protocol, relying_party) where due.turn <= ?2"
                                + " and n.next_attempt_at <= ?1" // asked again of a row that another node took
                                // meanwhile
                                + " order by due.turn, n.next_attempt_at limit ?3 for update of n skip locked",
                        NoticeEntity.class)
                .setParameter(1, now)
                .setParameter(2, ofOne)
                .setParameter(3, atMost)
                .getResultList();
    }
}
