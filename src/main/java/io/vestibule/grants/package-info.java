/**
 * What was given out.
 *
 * <p>Owns: tables consent, token_family, device_authorization, status_list and status_entry; authorization codes, devices that
 * wait, refresh rotation and reuse detection, revocation, status lists. Locks: sso_session and session_participant. Does not: know what is in a
 * token; its content is the protocol's. Enters by: Consents, AuthorizationCodes, DeviceAuthorizations, TokenFamilies,
 * TokenStatus. Leaves by: sealed outcomes, signed status lists.
 */
@NullMarked
package io.vestibule.grants;

import org.jspecify.annotations.NullMarked;
