/**
 * Owns the real programs that tests talk to and that nobody here wrote: a browser, an upstream provider, a relying party.
 * Does not know the server under test: a fixture is given addresses and secrets.
 * Enters by {@code start} or {@code launch}, which skip the test with a message when the program is not installed.
 * Leaves by {@code close}, which ends the process that was started and removes its folder.
 */
@NullMarked
package io.vestibule.peer;

import org.jspecify.annotations.NullMarked;
