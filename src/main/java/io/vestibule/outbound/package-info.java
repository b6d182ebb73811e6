/**
 * The only room that calls the outside (LDAP's socket excepted).
 *
 * <p>Owns: the HTTP client, its deadlines, size caps, certificate checks, the guard that keeps requests away from internal
 * addresses, the circuit breaker per host, and the SMTP client. Does not: know what is fetched or sent or why, follow
 * redirects, or retry a request that may have been received. Enters by: OutboundClient and SmtpClient, on a virtual thread.
 * Leaves by: OutboundOutcome and SmtpOutcome values.
 */
@NullMarked
package io.vestibule.outbound;

import org.jspecify.annotations.NullMarked;
