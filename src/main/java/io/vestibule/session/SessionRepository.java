package io.vestibule.session;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class SessionRepository implements PanacheRepositoryBase<SessionEntity, UUID> {
    Optional<SessionEntity> byToken(String realm, byte[] tokenHash) {
        return find("tokenHash = ?1 and realm = ?2", tokenHash, realm).firstResultOptional();
    }

    List<SessionEntity> ofUser(UUID user) {
        return list("userId = ?1 order by lastUsedAt desc", user);
    }

    List<SessionEntity> ofUpstream(
            String realm, String connector, Optional<String> subject, Optional<String> upstreamSession) {
        return list(
                "realm = ?1 and connector = ?2 and (?3 is null or upstreamSubject = ?3)"
                        + " and (?4 is null or upstreamSession = ?4)",
                realm,
                connector,
                subject.orElse(null),
                upstreamSession.orElse(null));
    }

    boolean touch(UUID id, Instant now) {
        return update("lastUsedAt = ?1 where id = ?2", now, id) == 1;
    }

    List<SessionEntity> over(String realm, Instant now, Instant idleSince, int atMost) {
        return find("realm = ?1 and (expiresAt <= ?2 or lastUsedAt <= ?3)", realm, now, idleSince)
                .page(0, atMost)
                .list();
    }

    void join(UUID session, String protocol, String relyingParty, String memory, Instant now) {
        getEntityManager()
                .createNativeQuery(
                        "insert into session_participant (session_id, protocol, relying_party, joined_at, memory) "
                                + "values (?1, ?2, ?3, ?4, ?5) on conflict (session_id, protocol, relying_party) "
                                + "do update set memory = excluded.memory where session_participant.memory <> excluded.memory")
                .setParameter(1, session)
                .setParameter(2, protocol)
                .setParameter(3, relyingParty)
                .setParameter(4, now)
                .setParameter(5, memory)
                .executeUpdate();
    }

    List<ParticipantEntity> participants(UUID session) {
        return getEntityManager()
                .createQuery(
                        "from ParticipantEntity where sessionId = ?1 order by joinedAt, relyingParty",
                        ParticipantEntity.class)
                .setParameter(1, session)
                .getResultList();
    }
}
