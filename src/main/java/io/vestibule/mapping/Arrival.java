package io.vestibule.mapping;

import java.time.Instant;
import java.util.Optional;

/**
 * The last time somebody came through a connector.
 *
 * @param identityProvider whose rules let them in; none when nobody had rules for them
 * @param at to the minute
 */
public record Arrival(Optional<String> identityProvider, Instant at) {}
