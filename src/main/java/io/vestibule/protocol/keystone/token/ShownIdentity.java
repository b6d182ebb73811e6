package io.vestibule.protocol.keystone.token;

import io.vestibule.directory.Identities.Way;
import io.vestibule.identity.UserId;

/** By which account elsewhere somebody came in. */
public record ShownIdentity(UserId user, Way way) {}
