/**
 * The federation API: {@code /v3/OS-FEDERATION}.
 *
 * <p>Owns: the endpoints of identity providers, protocols and mappings, and who may look after which. Does not: run rules
 * (mapping does) or let anybody in (login does). Enters by: its endpoints. Leaves by: IdentityProviders, FederationProtocols,
 * Mappings.
 */
@NullMarked
package io.vestibule.protocol.keystone.federation;

import org.jspecify.annotations.NullMarked;
