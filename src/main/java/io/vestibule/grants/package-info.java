/**
 * What was given out.
 *
 * <p>Owns: tables consent and token_family, authorization codes, refresh rotation and reuse detection,
 * revocation. Does not: know what is in a token; its content is the protocol's. Enters by: Consents,
 * AuthorizationCodes, TokenFamilies. Leaves by: sealed outcomes.
 */
@NullMarked
package io.vestibule.grants;

import org.jspecify.annotations.NullMarked;
