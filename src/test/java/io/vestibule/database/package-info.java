/**
 * Owns: the database as another node sees it, and what memory of it may be believed. Does not: know a table. Enters by:
 * OtherNode. Leaves by: its statements.
 */
@NullMarked
package io.vestibule.database;

import org.jspecify.annotations.NullMarked;
