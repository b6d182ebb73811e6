package io.vestibule.protocol.keystone.token;

import io.vestibule.database.Statements;
import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Single statements on keystone_identity_token. */
@ApplicationScoped
class IdentityTokenRepository {
    private final Statements statements;

    IdentityTokenRepository(Statements statements) {
        this.statements = statements;
    }

    void add(RealmName realm, TokenLine line, Way way) {
        statements.change(
                "insert into keystone_identity_token (realm, audit_id, connector, subject, expires_at)"
                        + " values (?, ?, ?, ?, ?) on conflict do nothing",
                realm.value(),
                line.auditId(),
                way.connector().value(),
                way.subject(),
                line.expiresAt());
    }

    List<TokenLine> of(RealmName realm, Way way) {
        return statements.rows(
                "select audit_id, expires_at from keystone_identity_token where realm = ? and connector = ?"
                        + " and subject = ?",
                row -> new TokenLine(row.text(1), row.instant(2)),
                realm.value(),
                way.connector().value(),
                way.subject());
    }

    List<Way> waysOf(RealmName realm, String auditId) {
        return statements.rows(
                "select connector, subject from keystone_identity_token where realm = ? and audit_id = ?",
                row -> new Way(new ConnectorId(row.text(1)), row.text(2)),
                realm.value(),
                auditId);
    }

    void deleteExpired(Instant now) {
        statements.change("delete from keystone_identity_token where expires_at <= ?", now);
    }
}
