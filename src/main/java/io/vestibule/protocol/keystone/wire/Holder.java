package io.vestibule.protocol.keystone.wire;

import io.vestibule.protocol.keystone.token.ValidToken;

/** Whose {@code X-Auth-Token} came with the call. */
public record Holder(ValidToken token) {}
