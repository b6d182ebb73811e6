/**
 * {@code /v3/auth}: who proves what, and which token comes of it.
 *
 * <p>Owns: the authentication methods, receipts, the endpoints below {@code /v3/auth} and {@code /v3/OS-REVOKE}. Does not: know token formats. Enters by: AuthMethod, found by CDI. Leaves by: Reply.
 */
@NullMarked
package io.vestibule.protocol.keystone.auth;

import org.jspecify.annotations.NullMarked;
