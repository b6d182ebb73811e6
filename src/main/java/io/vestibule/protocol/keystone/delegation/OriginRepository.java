package io.vestibule.protocol.keystone.delegation;

import io.vestibule.database.Statements;
import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Single statements on delegation_origin. */
@ApplicationScoped
class OriginRepository {
    private final Statements statements;

    OriginRepository(Statements statements) {
        this.statements = statements;
    }

    /** Something that was handed on. */
    record Made(HandedOn kind, String id) {}

    void add(RealmName realm, Made made, Way way) {
        statements.change(
                "insert into delegation_origin (realm, kind, id, connector, subject) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                realm.value(),
                made.kind().name(),
                made.id(),
                way.connector().value(),
                way.subject());
    }

    List<Way> waysOf(RealmName realm, Made made) {
        return statements.rows(
                "select connector, subject from delegation_origin where realm = ? and kind = ? and id = ?",
                row -> new Way(new ConnectorId(row.text(1)), row.text(2)),
                realm.value(),
                made.kind().name(),
                made.id());
    }

    List<Made> madeBy(RealmName realm, Way way) {
        return statements.rows(
                "select kind, id from delegation_origin where realm = ? and connector = ? and subject = ?",
                row -> new Made(HandedOn.valueOf(row.text(1)), row.text(2)),
                realm.value(),
                way.connector().value(),
                way.subject());
    }

    void forget(RealmName realm, Made made) {
        statements.change(
                "delete from delegation_origin where realm = ? and kind = ? and id = ?",
                realm.value(),
                made.kind().name(),
                made.id());
    }

    /** Of what is gone, with its project or its owner among others. */
    void forgetGone() {
        for (HandedOn kind : HandedOn.values()) {
            statements.change(
                    "delete from delegation_origin o where o.kind = ? and not exists (select 1 from " + kind.table()
                            + " made where made.realm = o.realm and made.id = o.id)",
                    kind.name());
        }
    }
}
