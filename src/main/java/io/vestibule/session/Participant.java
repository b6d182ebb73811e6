package io.vestibule.session;

import io.vestibule.identity.RelyingPartyId;
import java.time.Instant;

/**
 * A relying party that got a proof from a session, and so is told when it ends.
 *
 * @param memory what its protocol needs for that
 */
public record Participant(String protocol, RelyingPartyId relyingParty, Instant joinedAt, String memory) {}
