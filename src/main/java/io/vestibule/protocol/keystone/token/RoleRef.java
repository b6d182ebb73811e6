package io.vestibule.protocol.keystone.token;

import io.vestibule.identity.RoleId;

/** A role as tokens show it. */
public record RoleRef(RoleId id, String name) {}
