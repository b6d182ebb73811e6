package io.vestibule.directory;

import io.vestibule.database.Belonging;
import io.vestibule.database.ResultRow;
import io.vestibule.database.Statements;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.UserId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Statements on user_merge and user_merge_row, and those that give what hangs on one user to another. */
@ApplicationScoped
class MergeRepository {
    private static final String COLUMNS =
            "select merged_id, realm, survivor_id, by_person, merged_at, undo_until, options_before, options_after from user_merge ";

    private final Statements statements;

    MergeRepository(Statements statements) {
        this.statements = statements;
    }

    /** A row of user_merge. */
    record Row(Merged merged, String optionsBefore, String optionsAfter) {}

    void add(Row row) {
        Merged merged = row.merged();
        statements.change(
                "insert into user_merge (merged_id, realm, survivor_id, by_person, merged_at, undo_until, options_before, "
                        + "options_after) values (?, ?, ?, ?, ?, ?, ?, ?)",
                merged.merged().value(),
                merged.realm().value(),
                merged.survivor().value(),
                merged.byPerson(),
                merged.at(),
                merged.undoUntil(),
                row.optionsBefore(),
                row.optionsAfter());
    }

    Optional<Row> find(RealmName realm, UUID merged) {
        return statements.row(
                COLUMNS + "where realm = ? and merged_id = ?", MergeRepository::row, realm.value(), merged);
    }

    /** Who is another now, as long as that one is there: what is said of them binds nobody until they are two again. */
    Optional<AccountOutcome> away(UserEntity row) {
        return survivor(row.id).map(AccountOutcome.MergedAway::new);
    }

    /** Who is there and has what was this one's. */
    Optional<UserId> survivor(UUID merged) {
        return statements.row(
                "select m.survivor_id from user_merge m join app_user s on s.id = m.survivor_id where m.merged_id = ?",
                found -> new UserId(found.uuid(1)),
                merged);
    }

    List<Merged> into(RealmName realm, UUID survivor) {
        return merged(rowsInto(realm, survivor).reversed());
    }

    /** The first one first. */
    List<Row> rowsInto(RealmName realm, UUID survivor) {
        return statements.rows(
                COLUMNS + "where realm = ? and survivor_id = ? order by merged_at, merged_id",
                MergeRepository::row,
                realm.value(),
                survivor);
    }

    List<Merged> all(RealmName realm, int most) {
        return merged(statements.rows(
                COLUMNS + "where realm = ? order by merged_at desc, merged_id limit ?",
                MergeRepository::row,
                realm.value(),
                most));
    }

    /** @param after the last one of those before, in the order of their ids */
    List<Merged> over(Instant now, UUID after, int most) {
        return merged(statements.rows(
                COLUMNS + "where undo_until <= ? and merged_id > ? order by merged_id limit ?",
                MergeRepository::row,
                now,
                after,
                most));
    }

    /** As if the survivor's options had been {@code before} then. */
    void began(Merged merge, String before, String after) {
        statements.change(
                "update user_merge set options_before = ?, options_after = ? where merged_id = ?",
                before,
                after,
                merge.merged().value());
    }

    void forget(UserId merged) {
        statements.change("delete from user_merge where merged_id = ?", merged.value());
    }

    /** What somebody has of it, as people know it. */
    List<String> labels(Belonging kind, UUID owner) {
        return statements.rows(
                "select " + at(kind.label(), "m") + " from " + kind.table() + " m where " + owned(kind, "m")
                        + " order by 1",
                row -> row.text(1),
                owner);
    }

    /** One thing of a user's that another may have already. */
    record Compared(String label, boolean had) {}

    List<Compared> compared(Belonging kind, UUID owner, UUID other) {
        return statements.rows(
                "select " + at(kind.label(), "m") + ", " + hasTheSame(kind) + " from " + kind.table() + " m where "
                        + owned(kind, "m") + " order by 1",
                row -> new Compared(row.text(1), row.flag(2)),
                other,
                owner);
    }

    /** Gives what is {@code merged}'s to {@code survivor}, who must not have the same, and writes it down; ids of what went. */
    List<String> move(Belonging kind, UUID merged, UUID survivor) {
        statements.change(
                "insert into user_merge_row (merged_id, kind, what, stayed) select ?, ?, " + key(kind, "m") + ", "
                        + hasTheSame(kind) + " from " + kind.table() + " m where " + owned(kind, "m"),
                merged,
                kind.kind(),
                survivor,
                merged);
        return statements.rows(
                "update " + kind.table() + " m set " + kind.owner() + " = ? where " + owned(kind, "m") + " and not "
                        + hasTheSame(kind) + " returning " + id(kind, "m"),
                row -> row.text(1),
                survivor,
                merged,
                survivor);
    }

    /** Gives back what went, as far as it is still there and still what it was; ids of what went back. */
    List<String> giveBack(Belonging kind, UUID merged, UUID survivor) {
        if (kind.granted()) {
            statements.change(
                    "delete from " + kind.table() + " m where " + owned(kind, "m") + " and " + key(kind, "m")
                            + " in (select r.what from user_merge_row r where r.merged_id = ? and r.kind = ? and r.stayed) "
                            + "and not " + hasTheSame(kind),
                    merged,
                    merged,
                    kind.kind(),
                    survivor);
        }
        return statements.rows(
                "update " + kind.table() + " m set " + kind.owner() + " = ? where " + owned(kind, "m") + " and "
                        + key(kind, "m")
                        + " in (select r.what from user_merge_row r where r.merged_id = ? and r.kind = ? and not r.stayed) "
                        + "and not " + hasTheSame(kind) + " returning " + id(kind, "m"),
                row -> row.text(1),
                merged,
                survivor,
                merged,
                kind.kind(),
                merged);
    }

    private static String owned(Belonging kind, String row) {
        return row + "." + kind.owner() + " = ? and (" + at(kind.only(), row) + ")";
    }

    /** Of whoever the next parameter names. */
    private static String hasTheSame(Belonging kind) {
        return "exists (select 1 from " + kind.table() + " s where " + owned(kind, "s") + " and " + at(kind.once(), "s")
                + " = " + at(kind.once(), "m") + ")";
    }

    private static String key(Belonging kind, String row) {
        return kind.key().stream()
                .map(part -> "cast(" + at(part, row) + " as text)")
                .collect(Collectors.joining(", ", "array[", "]"));
    }

    private static String id(Belonging kind, String row) {
        return "cast(" + at(kind.key().getFirst(), row) + " as text)";
    }

    private static String at(String expression, String row) {
        return expression.replace("{}", row);
    }

    private static List<Merged> merged(List<Row> rows) {
        return rows.stream().map(Row::merged).toList();
    }

    private static Row row(ResultRow row) {
        return new Row(
                new Merged(
                        new RealmName(row.text(2)),
                        new UserId(row.uuid(1)),
                        new UserId(row.uuid(3)),
                        row.flag(4),
                        row.instant(5),
                        row.instant(6)),
                row.text(7),
                row.text(8));
    }
}
