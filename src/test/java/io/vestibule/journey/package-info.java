/**
 * Owns the tests of whole journeys: a browser, the server, a relying party that verifies what it gets, and a second realm or a
 * foreign program as upstream. Does not look inside a room: only at what comes over HTTP, at the audit log and at row counts.
 * Enters by {@code House}, which knows the addresses. Leaves nothing: the realm files and what is stored go with the server.
 */
@NullMarked
package io.vestibule.journey;

import org.jspecify.annotations.NullMarked;
