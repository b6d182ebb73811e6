/**
 * Rights passed on: credentials, application credentials, trusts, OAuth.
 *
 * <p>Owns: tables credential, application_credential, application_credential_access_rule, access_rule, trust, oauth1_consumer,
 * oauth1_request_token, oauth1_access_token and delegation_origin; their endpoints, authentication methods and what keeps a delegated token
 * alive. Locks: app_user. Does not: know token formats. Enters by: DelegationKind and AuthMethod, found by CDI. Leaves by:
 * Delegated and Reply.
 */
@NullMarked
package io.vestibule.protocol.keystone.delegation;

import org.jspecify.annotations.NullMarked;
