/**
 * Rights passed on: credentials, application credentials, trusts, OAuth.
 *
 * <p>Owns: their tables, endpoints, authentication methods and what keeps a delegated token alive. Does not: know token formats. Enters by: DelegationKind and AuthMethod, found by CDI. Leaves by: Delegated and Reply.
 */
@NullMarked
package io.vestibule.protocol.keystone.delegation;

import org.jspecify.annotations.NullMarked;
