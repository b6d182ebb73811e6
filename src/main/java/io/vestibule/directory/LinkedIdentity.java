package io.vestibule.directory;

import io.vestibule.identity.ConnectorId;
import java.time.Instant;

/**
 * A way in through a connector that leads to a user.
 *
 * @param subject what the connector calls the person
 */
public record LinkedIdentity(ConnectorId connector, String subject, Instant linkedAt, Instant lastLoginAt) {}
