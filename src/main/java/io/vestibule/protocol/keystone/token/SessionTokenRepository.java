package io.vestibule.protocol.keystone.token;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Single statements on keystone_session_token. */
@ApplicationScoped
class SessionTokenRepository {
    private final Statements statements;

    SessionTokenRepository(Statements statements) {
        this.statements = statements;
    }

    /** The first of a line of tokens. */
    record First(String auditId, Instant expiresAt) {}

    void add(RealmName realm, First first, TokenRequest.GivenIn there) {
        statements.change(
                "insert into keystone_session_token (realm, audit_id, session_id, relying_party, expires_at)"
                        + " values (?, ?, ?, ?, ?)",
                realm.value(),
                first.auditId(),
                there.session().value(),
                there.relyingParty().value(),
                first.expiresAt());
    }

    Optional<SessionId> session(RealmName realm, String auditId) {
        return statements.row(
                "select session_id from keystone_session_token where realm = ? and audit_id = ?",
                row -> new SessionId(row.uuid(1)),
                realm.value(),
                auditId);
    }

    List<First> of(RealmName realm, SessionId session) {
        return statements.rows(
                "select audit_id, expires_at from keystone_session_token where realm = ? and session_id = ?",
                SessionTokenRepository::first,
                realm.value(),
                session.value());
    }

    /** Those that one relying party has there; and those of which it is not known whose they are. */
    List<First> of(RealmName realm, SessionId session, RelyingPartyId relyingParty) {
        return statements.rows(
                "select audit_id, expires_at from keystone_session_token where realm = ? and session_id = ?"
                        + " and coalesce(relying_party, ?) = ?",
                SessionTokenRepository::first,
                realm.value(),
                session.value(),
                relyingParty.value(),
                relyingParty.value());
    }

    private static First first(ResultRow row) {
        return new First(row.text(1), row.instant(2));
    }

    void deleteExpired(Instant now) {
        statements.change("delete from keystone_session_token where expires_at <= ?", now);
    }
}
