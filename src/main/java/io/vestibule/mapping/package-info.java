/**
 * Mapping rules: claims in, names out.
 *
 * <p>Owns: how an upstream identity's claims become the profile and group names of a user. Does not: resolve
 * names to rows (directory does). Enters by: Mapping.map. Leaves by: MappedPerson.
 */
@NullMarked
package io.vestibule.mapping;

import org.jspecify.annotations.NullMarked;
