/**
 * Who may do what on the Identity API.
 *
 * <p>Owns: Keystone's default rules as one table, their small language, and their evaluation. Does not: know HTTP. Enters by: Enforcer. Leaves by: KeystoneRefused.
 */
@NullMarked
package io.vestibule.protocol.keystone.policy;

import org.jspecify.annotations.NullMarked;
