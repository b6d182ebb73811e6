/**
 * The neutral words every room speaks.
 *
 * <p>Owns: the records that travel through a login (upstream identity, claims, context, subject, scope, ids). Does not:
 * know any protocol, store anything, or depend on another room. Enters by: constructors that refuse broken values.
 * Leaves by: records.
 */
@NullMarked
package io.vestibule.identity;

import org.jspecify.annotations.NullMarked;
