/**
 * Local users as an upstream: user name and password on our own page.
 *
 * <p>Owns: the connector kind {@code local}. Does not: keep users or hash passwords (directory does). Enters by:
 * LocalConnectorFactory. Leaves by: AuthnOutcome.
 */
@NullMarked
package io.vestibule.protocol.local;

import org.jspecify.annotations.NullMarked;
