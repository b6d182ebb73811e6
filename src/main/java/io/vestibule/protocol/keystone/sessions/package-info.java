/**
 * What an operator does to the sessions of browsers, beside the Identity API and by its tokens and policy.
 *
 * <p>Owns: {@code /v3/vestibule/sessions} and its JSON. Does not: end or tell anybody itself (logout does). Enters by:
 * SessionsEndpoint. Leaves by: OperatorLogout.
 */
@NullMarked
package io.vestibule.protocol.keystone.sessions;

import org.jspecify.annotations.NullMarked;
