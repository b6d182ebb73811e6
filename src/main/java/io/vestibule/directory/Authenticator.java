package io.vestibule.directory;

import java.time.Instant;

/**
 * An authenticator app of somebody's.
 *
 * @param id of the credential it came as
 * @param label what they call it; empty when it came as a credential of the Identity API
 */
public record Authenticator(String id, String label, Instant createdAt) {}
