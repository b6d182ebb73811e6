package io.vestibule.session;

import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Single statements on sso_session: every request of a browser begins here. */
@ApplicationScoped
class SessionRepository {
    private static final String COLUMNS =
            "id, realm, token_hash, user_id, connector, upstream_subject, upstream_session,"
                    + " sealed_logout_hint, authn_instant, acr, amr, authorities, factors, user_agent, address, created_at, last_used_at,"
                    + " expires_at";
    private static final String SELECT = "select " + COLUMNS + " from sso_session where ";

    private final Statements statements;

    SessionRepository(Statements statements) {
        this.statements = statements;
    }

    void add(SessionRow row) {
        statements.change(
                "insert into sso_session (" + COLUMNS
                        + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row.id(),
                row.realm(),
                bytes(row.tokenHash()),
                row.userId(),
                row.connector(),
                row.upstreamSubject(),
                row.upstreamSession(),
                row.sealedLogoutHint(),
                row.authnInstant(),
                row.acr(),
                row.amr(),
                row.authorities(),
                row.factors(),
                row.userAgent(),
                row.address(),
                row.createdAt(),
                row.lastUsedAt(),
                row.expiresAt());
    }

    /** Everything but whose it is and since when. */
    boolean replace(SessionRow row) {
        return statements.change(
                        "update sso_session set token_hash = ?, connector = ?, upstream_subject = ?,"
                                + " upstream_session = ?, sealed_logout_hint = ?, authn_instant = ?, acr = ?, amr = ?,"
                                + " authorities = ?, factors = ?, user_agent = ?, address = ?, last_used_at = ?, expires_at = ?"
                                + " where id = ?",
                        bytes(row.tokenHash()),
                        row.connector(),
                        row.upstreamSubject(),
                        row.upstreamSession(),
                        row.sealedLogoutHint(),
                        row.authnInstant(),
                        row.acr(),
                        row.amr(),
                        row.authorities(),
                        row.factors(),
                        row.userAgent(),
                        row.address(),
                        row.lastUsedAt(),
                        row.expiresAt(),
                        row.id())
                == 1;
    }

    Optional<SessionRow> byId(UUID id) {
        return statements.row(SELECT + "id = ?", SessionRepository::row, id);
    }

    Optional<SessionRow> byToken(String realm, String tokenHash) {
        return statements.row(SELECT + "token_hash = ? and realm = ?", SessionRepository::row, bytes(tokenHash), realm);
    }

    List<SessionRow> ofUser(UUID user) {
        return statements.rows(SELECT + "user_id = ? order by last_used_at desc", SessionRepository::row, user);
    }

    List<SessionRow> ofUpstream(
            String realm, String connector, Optional<String> subject, Optional<String> upstreamSession) {
        List<Object> values = new ArrayList<>(List.of(realm, connector));
        String where = ofUpstream(values, subject, upstreamSession);
        return statements.rows(SELECT + where, SessionRepository::row, values.toArray());
    }

    /** No more than is known, so that an index answers it. */
    private static String ofUpstream(List<Object> values, Optional<String> subject, Optional<String> upstreamSession) {
        StringBuilder where = new StringBuilder("realm = ? and connector = ?");
        subject.ifPresent(name -> and(where, values, "upstream_subject = ?", name));
        upstreamSession.ifPresent(name -> and(where, values, "upstream_session = ?", name));
        return where.toString();
    }

    /** Within a transaction. */
    boolean lock(UUID id) {
        return statements
                .row("select 1 from sso_session where id = ? for update", row -> true, id)
                .isPresent();
    }

    /** Until the transaction ends nobody opens a session by that upstream. */
    void holdUpstream(String realm, String connector) {
        hold("pg_advisory_xact_lock", realm, connector);
    }

    /** Until the transaction ends nobody does the above. */
    void holdUpstreamWithOthers(String realm, String connector) {
        hold("pg_advisory_xact_lock_shared", realm, connector);
    }

    private void hold(String lock, String realm, String connector) {
        statements.row(
                "select " + lock + "(hashtextextended(?, 0))", row -> realm, "sso_session " + realm + " " + connector);
    }

    List<SessionRow> wanted(String realm, WantedSessions wanted, Instant now, int atMost) {
        StringBuilder where = new StringBuilder("realm = ? and expires_at > ?");
        List<Object> values = new ArrayList<>(List.of(realm, now));
        wanted.session().ifPresent(id -> and(where, values, "id = ?", id.value()));
        wanted.user().ifPresent(id -> and(where, values, "user_id = ?", id.value()));
        wanted.connector().ifPresent(id -> and(where, values, "connector = ?", id.value()));
        wanted.relyingParty()
                .ifPresent(id -> and(
                        where,
                        values,
                        "exists (select 1 from session_participant p where p.session_id = sso_session.id"
                                + " and p.relying_party = ?)",
                        id.value()));
        values.add(atMost);
        return statements.rows(
                SELECT + where + " order by last_used_at desc limit ?", SessionRepository::row, values.toArray());
    }

    private static void and(StringBuilder where, List<Object> values, String condition, Object value) {
        where.append(" and ").append(condition);
        values.add(value);
    }

    boolean touch(UUID id, String tokenHash, Instant now) {
        return statements.change(
                        "update sso_session set last_used_at = ? where id = ? and token_hash = ?",
                        now,
                        id,
                        bytes(tokenHash))
                == 1;
    }

    /** What its upstream called it stays for a while. */
    boolean remove(UUID id, Instant now) {
        return !statements
                .rows(
                        "with gone as (delete from sso_session where id = ? returning id, realm, connector,"
                                + " upstream_subject, upstream_session, sealed_logout_hint), named as (insert into"
                                + " ended_session (id, realm, connector, upstream_subject, upstream_session,"
                                + " sealed_logout_hint, ended_at) select gone.*, cast(? as timestamptz) from gone"
                                + " where upstream_session is not null or sealed_logout_hint is not null)"
                                + " select id from gone",
                        row -> row.uuid(1),
                        id,
                        now)
                .isEmpty();
    }

    List<EndedRow> endedOfUpstream(
            String realm, String connector, Optional<String> subject, Optional<String> upstreamSession, int atMost) {
        List<Object> values = new ArrayList<>(List.of(realm, connector));
        String where = ofUpstream(values, subject, upstreamSession);
        values.add(atMost);
        return statements.rows(
                "select id, upstream_session, sealed_logout_hint from ended_session where " + where
                        + " order by ended_at desc limit ?",
                row -> new EndedRow(row.uuid(1), row.textIfAny(2), row.textIfAny(3)),
                values.toArray());
    }

    /** One row of ended_session. */
    record EndedRow(UUID id, Optional<String> upstreamSession, Optional<String> sealedLogoutHint) {}

    void forgetEnded(Instant before) {
        statements.change("delete from ended_session where ended_at < ?", before);
    }

    List<SessionRef> over(String realm, Instant now, Instant idleSince, int atMost) {
        return statements.rows(
                "select id, user_id from sso_session where realm = ? and (expires_at <= ? or last_used_at <= ?) limit ?",
                row -> new SessionRef(new SessionId(row.uuid(1)), new UserId(row.uuid(2))),
                realm,
                now,
                idleSince,
                atMost);
    }

    private static SessionRow row(ResultRow row) {
        int at = 1;
        return new SessionRow(
                row.uuid(at++),
                row.text(at++),
                HexFormat.of().formatHex(row.bytes(at++)),
                row.uuid(at++),
                row.text(at++),
                row.text(at++),
                row.textIfAny(at++).orElse(null),
                row.textIfAny(at++).orElse(null),
                row.instant(at++),
                row.textIfAny(at++).orElse(null),
                row.text(at++),
                row.text(at++),
                row.text(at++),
                row.text(at++),
                row.text(at++),
                row.instant(at++),
                row.instant(at++),
                row.instant(at));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
