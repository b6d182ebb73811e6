/**
 * Owns: the store of take-once state as another node has it. Does not: test anything. Enters by: RecordsOfOtherNode. Leaves
 * by: ExpiringRecords.
 */
@NullMarked
package io.vestibule.records;

import org.jspecify.annotations.NullMarked;
