/**
 * Expiring, take-once state, replay guards, and the news of what changed.
 *
 * <p>Owns: tables expiring_record and change_notice. Does not: know what it keeps or what the news are about. Enters by:
 * ExpiringRecords.put and firstUse; Changes.announce. Leaves by: take, once; the event Changed, on every node.
 */
@NullMarked
package io.vestibule.records;

import org.jspecify.annotations.NullMarked;
