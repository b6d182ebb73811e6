/**
 * Keystone tokens.
 *
 * <p>Owns: tables keystone_revocation, keystone_session_token and keystone_identity_token; the formats (JWS, Fernet), issuing, validation with its
 * caches, revocation. Does not: prove who somebody is, nor decide who has which role. Enters by: TokenIssue and TokenCheck.
 * Leaves by: the token's text, ValidToken, the rendered body.
 */
@NullMarked
package io.vestibule.protocol.keystone.token;

import org.jspecify.annotations.NullMarked;
