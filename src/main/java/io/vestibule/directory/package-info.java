/**
 * Users, local and shadow.
 *
 * <p>Owns: tables domain, app_user, user_group, group_membership, upstream_identity, local_credential, password_history,
 * totp_secret, recovery_code, passkey, user_merge, user_merge_row; the only place that decides
 * 'same person'. Does not: verify anybody upstream or speak a protocol. Enters by: Directory, Domains, Groups, Accounts and
 * LocalCredentials. Leaves by: User records.
 */
@NullMarked
package io.vestibule.directory;

import org.jspecify.annotations.NullMarked;
