/**
 * Mapping rules: claims in, names out.
 *
 * <p>Owns: tables identity_provider, identity_provider_remote_id, federation_protocol, federation_mapping, mapping_skipped,
 * federated_arrival and kept_grant; how an upstream identity's claims become the profile and group names of a user; rules in Keystone's
 * language, the identity providers, protocols and mappings that name them, and the engine that runs them. Locks: app_user.
 * Does not: resolve names to rows (directory and login do). Enters by: Mapping.map, FederatedRules, RuleEngine.apply,
 * RuleReader, Mappings, IdentityProviders, FederationProtocols. Leaves by: MappedPerson, MappingOutcome.
 */
@NullMarked
package io.vestibule.mapping;

import org.jspecify.annotations.NullMarked;
