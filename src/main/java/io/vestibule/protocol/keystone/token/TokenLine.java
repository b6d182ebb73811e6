package io.vestibule.protocol.keystone.token;

import java.time.Instant;

/**
 * A token and those made from it, which end together.
 *
 * @param auditId of the first of them, which all name
 * @param expiresAt when none of them counts any more
 */
record TokenLine(String auditId, Instant expiresAt) {}
