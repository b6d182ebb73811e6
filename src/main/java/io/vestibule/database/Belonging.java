package io.vestibule.database;

import java.util.List;

/**
 * Rows of a table that hang on a user and go along when two users become one. In the expressions <code>{}</code> stands for the
 * row.
 *
 * @param kind a stable word: for the journal of what went along, and for the texts of pages
 * @param owner the column that says whose a row is
 * @param only which rows are meant
 * @param key what names a row, its id first, and what tells whether it is still what it was
 * @param once of which nobody may have two: such a row stays where it is
 * @param label what people know it by; empty for what is not worth telling
 * @param granted whether others give and take it away: what was taken from one meanwhile does not come back at the other
 */
public record Belonging(
        String kind,
        String table,
        String owner,
        String only,
        List<String> key,
        String once,
        String label,
        boolean granted) {
    public Belonging {
        key = List.copyOf(key);
    }

    /** All rows of somebody, each named by its only key, of which they may have any number. */
    public static Belonging each(String kind, String table, String key, String label) {
        return new Belonging(kind, table, "user_id", "true", List.of("{}." + key), "{}." + key, label, false);
    }

    public Belonging owner(String other) {
        return new Belonging(kind, table, other, only, key, once, label, granted);
    }

    /** As many as there are different values of it. */
    public Belonging once(String expression) {
        return new Belonging(kind, table, owner, only, key, expression, label, granted);
    }

    public Belonging key(String... expressions) {
        return new Belonging(kind, table, owner, only, List.of(expressions), once, label, granted);
    }

    public Belonging only(String condition) {
        return new Belonging(kind, table, owner, condition, key, once, label, granted);
    }

    public Belonging asGranted() {
        return new Belonging(kind, table, owner, only, key, once, label, true);
    }

    public boolean told() {
        return !label.isEmpty();
    }
}
