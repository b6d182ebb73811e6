/**
 * The only room that calls the outside (LDAP's socket excepted).
 *
 * <p>Owns: the HTTP client, its deadlines, size caps, certificate checks, the guard that keeps requests away from internal
 * addresses, and the circuit breaker per host. Does not: know what is fetched or why, follow redirects, or retry a request
 * that may have been received. Enters by: OutboundClient, on a virtual thread. Leaves by: OutboundOutcome values.
 */
@NullMarked
package io.vestibule.outbound;

import org.jspecify.annotations.NullMarked;
