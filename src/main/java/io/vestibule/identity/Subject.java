package io.vestibule.identity;

/** The one user that relying parties see: stable id, unique name within the realm, and what to call the person. */
public record Subject(UserId user, String username, String displayName) {}
