package io.vestibule.mapping;

import java.util.Optional;

/**
 * A way in which people of an identity provider come, and the rules for it.
 *
 * @param mapping the id of a mapping, which may be gone
 * @param remoteIdAttribute under which name the upstream says who it is
 */
public record FederationProtocol(
        String identityProvider, String id, String mapping, Optional<String> remoteIdAttribute) {}
