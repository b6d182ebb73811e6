package io.vestibule.grants;

import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Single statements on status_list and status_entry. */
@ApplicationScoped
class StatusRepository {
    private final Statements statements;

    StatusRepository(Statements statements) {
        this.statements = statements;
    }

    /** One list of one realm in which something changed. */
    record Touched(String realm, StatusListId list) {}

    /** The number of a block of places that is the caller's alone, once the transaction has committed. */
    int takeBlock(RealmName realm, long bucket) {
        return statements
                        .row(
                                "insert into status_list (realm, bucket, blocks) values (?, ?, 1) on conflict (realm, bucket)"
                                        + " do update set blocks = status_list.blocks + 1 returning blocks",
                                row -> row.integer(1),
                                realm.value(),
                                bucket)
                        .orElseThrow()
                - 1;
    }

    /** How many blocks of a bucket were taken; none when there is no such bucket. */
    Optional<Integer> blocks(RealmName realm, long bucket) {
        return statements.row(
                "select blocks from status_list where realm = ? and bucket = ?",
                row -> row.integer(1),
                realm.value(),
                bucket);
    }

    void add(RealmName realm, long bucket, int place, String line, String token) {
        statements.change(
                "insert into status_entry (realm, bucket, place, line, token, revoked) values (?, ?, ?, ?, ?, false)",
                realm.value(),
                bucket,
                place,
                line,
                token);
    }

    /** A place that was taken without a row. */
    void mark(RealmName realm, long bucket, int place) {
        statements.change(
                "insert into status_entry (realm, bucket, place, line, token, revoked) values (?, ?, ?, '', '', true)"
                        + " on conflict (realm, bucket, place) do update set revoked = true",
                realm.value(),
                bucket,
                place);
    }

    List<Touched> revokeLine(String line) {
        return statements.rows(
                "update status_entry set revoked = true where line = ? and not revoked returning realm, bucket, place",
                row -> new Touched(row.text(1), StatusListId.of(row.number(2), row.integer(3))),
                line);
    }

    List<Touched> revokeOne(String line, String token) {
        return statements.rows(
                "update status_entry set revoked = true where line = ? and token = ? and not revoked"
                        + " returning realm, bucket, place",
                row -> new Touched(row.text(1), StatusListId.of(row.number(2), row.integer(3))),
                line,
                token);
    }

    /** The places of a list that were revoked. */
    BitSet revoked(RealmName realm, StatusListId list) {
        BitSet bits = new BitSet(StatusListId.SIZE);
        statements
                .rows(
                        "select place from status_entry where realm = ? and bucket = ? and place >= ? and place < ? and revoked",
                        row -> row.integer(1),
                        realm.value(),
                        list.bucket(),
                        list.first(),
                        list.first() + StatusListId.SIZE)
                .forEach(place -> bits.set(place - list.first()));
        return bits;
    }

    void deleteBefore(long bucket) {
        statements.change("delete from status_entry where bucket < ?", bucket);
        statements.change("delete from status_list where bucket < ?", bucket);
    }
}
