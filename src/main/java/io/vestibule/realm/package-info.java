/**
 * What the operator declared.
 *
 * <p>Owns: the strict reading of realm-config/ and connectors/ into records, reload, and the records themselves
 * (Realm, RelyingParty, ConnectorDeclaration, policies). Does not: open connectors, speak a protocol, or store
 * anything in the database. Enters by: YAML files. Leaves by: Realms, which answers with the last good
 * configuration.
 */
@NullMarked
package io.vestibule.realm;

import org.jspecify.annotations.NullMarked;
