package io.vestibule.records;

/**
 * This node was cut off from the database for so long that news may have been cleared away before it read them: whatever is
 * kept here must be dropped. A {@link FollowedCache} does so by itself.
 */
public record ChangesLost() {}
