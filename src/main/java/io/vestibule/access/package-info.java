/**
 * Who may do what where: scoped roles for every protocol.
 *
 * <p>Owns: tables project, access_role, implied_role, role_assignment, registered_limit and resource_limit; projects, roles
 * and what they imply, assignments (on projects, domains and the whole system; inherited), limits, and the files' block {@code
 * access}. Does not: know users, groups or domains beyond their ids, or any protocol; decide what a role allows. Enters by:
 * Projects, Roles, Assignments, Limits, and the realm files. Leaves by: EffectiveRoles, sealed outcomes, the news that a
 * project, role or assignment changed.
 */
@NullMarked
package io.vestibule.access;

import org.jspecify.annotations.NullMarked;
