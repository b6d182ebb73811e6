/**
 * Users, groups, domains, projects, roles, assignments and limits on the wire.
 *
 * <p>Owns: table keystone_domain_config; the endpoints and how those resources are rendered. Does not: keep those resources:
 * rooms directory and access do. Enters by: its endpoints. Leaves by: Reply.
 */
@NullMarked
package io.vestibule.protocol.keystone.identity;

import org.jspecify.annotations.NullMarked;
