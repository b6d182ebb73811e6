/**
 * What every room needs of the database.
 *
 * <p>Owns: how a statement gets to the database without an entity manager, how long its answer may be believed, which
 * transactions are tried again, and the words in which rooms say what hangs on a user. Does not: know a table; each room keeps
 * its own SQL in its repositories. Enters by: Statements, RetriedTransaction, Remembered, Belongings. Leaves by: what a
 * reader makes of a ResultRow; Overtaken, when somebody else was faster each time.
 */
@NullMarked
package io.vestibule.database;

import org.jspecify.annotations.NullMarked;
