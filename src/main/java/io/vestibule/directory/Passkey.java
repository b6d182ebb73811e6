package io.vestibule.directory;

import java.time.Instant;

/**
 * A passkey of somebody's.
 *
 * @param label what they call it; may be empty
 * @param synced whether it may live on several devices, rather than in one piece of hardware
 */
public record Passkey(String id, String label, boolean synced, Instant createdAt) {}
