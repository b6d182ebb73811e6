/**
 * What happened, for the operator.
 *
 * <p>Owns: sealed AuditEvent records and the one writer of JSON lines and counters. Does not: hold a secret; no
 * record has room for one. Enters by: AuditLog.record. Leaves by: log category io.vestibule.audit, metrics.
 */
@NullMarked
package io.vestibule.audit;

import org.jspecify.annotations.NullMarked;
