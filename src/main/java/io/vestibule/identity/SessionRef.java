package io.vestibule.identity;

/** A session and whose it is. */
public record SessionRef(SessionId id, UserId user) {}
