/**
 * Expiring, take-once state and replay guards.
 *
 * <p>Owns: table expiring_record. Does not: know what it keeps. Enters by: ExpiringRecords.put and firstUse.
 * Leaves by: take, once.
 */
@NullMarked
package io.vestibule.records;

import org.jspecify.annotations.NullMarked;
