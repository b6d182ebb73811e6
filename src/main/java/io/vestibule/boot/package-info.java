/**
 * The front step: what happens before the house is open, and how it says that it is.
 *
 * <p>Owns: the command line's entry, start-up order, the embedded database, health, the banner. Does not: know a
 * protocol, hold configuration of a realm, or offer anything to another room. Enters by: {@link
 * io.vestibule.boot.Main}. Leaves by: a running server, or one sentence that says why not and what to do next.
 */
@NullMarked
package io.vestibule.boot;

import org.jspecify.annotations.NullMarked;
