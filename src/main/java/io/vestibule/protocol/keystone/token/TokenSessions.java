package io.vestibule.protocol.keystone.token;

import io.quarkus.scheduler.Scheduled;
import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.SessionRef;
import io.vestibule.logout.PartOver;
import io.vestibule.logout.SessionOver;
import io.vestibule.protocol.keystone.token.SessionTokenRepository.First;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.realm.Realms;
import io.vestibule.session.Participants;
import io.vestibule.session.Sessions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens were given out in a browser's session. They end in the transaction that ends it; those made from them have their
 * audit id and so end with them.
 */
@ApplicationScoped
public class TokenSessions {
    private final SessionTokenRepository rows;
    private final RevokedTokens revoked;
    private final Sessions sessions;
    private final Participants participants;
    private final Realms realms;
    private final Clock clock;

    TokenSessions(
            SessionTokenRepository rows,
            RevokedTokens revoked,
            Sessions sessions,
            Participants participants,
            Realms realms,
            Clock clock) {
        this.rows = rows;
        this.revoked = revoked;
        this.sessions = sessions;
        this.participants = participants;
        this.realms = realms;
        this.clock = clock;
    }

    /** Written before the token is: of a session that has ended, or in which the party has no part any more, there is none. */
    @Transactional
    void bind(Realm realm, TokenPayload token, TokenRequest.GivenIn there) {
        if (!participants.hold(there.session(), there.relyingParty())) {
            throw KeystoneRefused.unauthorized().because("session-ended");
        }
        rows.add(realm.name(), new First(first(token), token.expiresAt()), there);
    }

    /** The session in which the token, or the first of its line, was given out, and whose it is; while that lives. */
    public Optional<SessionRef> sessionOf(Realm realm, TokenPayload token) {
        return rows.session(realm.name(), first(token))
                .flatMap(id -> sessions.find(realm.name(), id, realm.sessions()))
                .map(session -> new SessionRef(session.id(), session.user()));
    }

    /** By which account the session began in which it, or the first of its line, was given out. */
    Optional<Way> cameBy(Realm realm, TokenPayload token) {
        return rows.session(realm.name(), first(token))
                .flatMap(sessions::kept)
                .map(session -> new Way(session.connector(), session.upstreamSubject()));
    }

    /** Whether the token of that audit id, the first of its line, was given out in one. */
    public boolean isOfSession(Realm realm, String first) {
        return rows.session(realm.name(), first).isPresent();
    }

    void sessionOver(@Observes SessionOver over) {
        realms.find(over.realm())
                .ifPresent(realm ->
                        revoke(realm, rows.of(over.realm(), over.session().id())));
    }

    void partOver(@Observes PartOver over) {
        realms.find(over.realm())
                .ifPresent(realm ->
                        revoke(realm, rows.of(over.realm(), over.session().id(), over.relyingParty())));
    }

    private void revoke(Realm realm, List<First> lines) {
        lines.forEach(first -> revoked.revoke(realm, first.auditId(), first.expiresAt()));
    }

    @Scheduled(every = "10m", delayed = "6m")
    void forgetExpired() {
        rows.deleteExpired(clock.instant());
    }

    /** A token made from another names, behind its own, the audit id of the first of them. */
    private static String first(TokenPayload token) {
        return token.auditIds().getLast();
    }
}
