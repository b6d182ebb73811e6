/**
 * Single statements for paths that every request takes, and what they read a moment ago.
 *
 * <p>Owns: how a statement gets to the database without an entity manager, how long its answer may be believed, and the words
 * in which rooms say what hangs on a user. Does not: know a table; each room keeps its own SQL in its repositories. Enters by:
 * Statements, Remembered, Belongings. Leaves by: what a RowReader makes of a row.
 */
@NullMarked
package io.vestibule.database;

import org.jspecify.annotations.NullMarked;
