/**
 * The SSO session and who took part in it.
 *
 * <p>Owns: tables sso_session, session_participant and ended_session; the session cookie. Does not: authenticate anybody or tell anybody that
 * it ended. Enters by: Sessions and Participants. Leaves by: Session records.
 */
@NullMarked
package io.vestibule.session;

import org.jspecify.annotations.NullMarked;
