/**
 * Letters to people.
 *
 * <p>Owns: the realm's block {@code mail}, and the queue from which letters are written and handed in, again where that failed
 * (table owed_letter). Does not: decide who gets one or why, nor say anything in a language (Wording, which the portal speaks). Enters by: Post. Leaves
 * by: outbound, and the audit log.
 */
@NullMarked
package io.vestibule.mail;

import org.jspecify.annotations.NullMarked;
