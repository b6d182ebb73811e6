package io.vestibule.access;

import io.vestibule.identity.RoleId;

/** A role as proofs name it. */
public record RoleRef(RoleId id, String name) {}
