package io.vestibule.access;

/** Who has {@code prior} has {@code implied}, too. */
public record Implication(Role prior, Role implied) {}
