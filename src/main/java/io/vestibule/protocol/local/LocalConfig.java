package io.vestibule.protocol.local;

/** Nothing to configure: policy is the realm's. */
public record LocalConfig() {}
