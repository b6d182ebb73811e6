/**
 * Users, local and shadow.
 *
 * <p>Owns: tables app_user, upstream_identity, local_credential, group_membership; the only place that decides
 * 'same person'. Does not: verify anybody upstream or speak a protocol. Enters by: Directory.resolve and
 * LocalCredentials. Leaves by: User records.
 */
@NullMarked
package io.vestibule.directory;

import org.jspecify.annotations.NullMarked;
