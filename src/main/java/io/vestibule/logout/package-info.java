/**
 * One logout for every participant.
 *
 * <p>Owns: table logout_notice; the order of a logout (local session first), the confirmation rule, the report and its pages.
 * Does not: know how a protocol tells its relying parties (LogoutParticipant does). Enters by: Logout. Leaves by:
 * LogoutReport.
 */
@NullMarked
package io.vestibule.logout;

import org.jspecify.annotations.NullMarked;
