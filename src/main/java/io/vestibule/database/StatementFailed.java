package io.vestibule.database;

import java.sql.SQLException;

/** The database refused a statement of ours, or could not be reached. */
public final class StatementFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StatementFailed(SQLException cause) {
        super(cause);
    }
}
