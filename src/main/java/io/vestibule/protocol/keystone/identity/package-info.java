/**
 * Users, groups, domains, projects, roles, assignments and limits on the wire.
 *
 * <p>Owns: the endpoints and how those resources are rendered. Does not: keep anything: rooms directory and access do. Enters by: its endpoints. Leaves by: Reply.
 */
@NullMarked
package io.vestibule.protocol.keystone.identity;

import org.jspecify.annotations.NullMarked;
