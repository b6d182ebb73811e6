/**
 * Who may vouch for people: the part of {@code /v3/OS-FEDERATION} with which administrators keep identity providers, their
 * protocols and their mappings.
 *
 * <p>Owns: those endpoints, and who may look after which. Does not: run rules (mapping does) or let anybody in ({@code
 * federation.login} does). Enters by: its endpoints. Leaves by: IdentityProviders, FederationProtocols, Mappings.
 */
@NullMarked
package io.vestibule.protocol.keystone.federation.registry;

import org.jspecify.annotations.NullMarked;
