/**
 * The upstream side's contract.
 *
 * <p>Owns: the shapes of a Connector, its outcomes and the Steps to them, the factory that opens one from its configuration, and
 * Connectors, which keeps the open ones. Does not: know a protocol, HTTP, or what happens after an outcome.
 * Enters by: ConnectorFactory beans. Leaves by: AuthnOutcome values.
 */
@NullMarked
package io.vestibule.connector;

import org.jspecify.annotations.NullMarked;
