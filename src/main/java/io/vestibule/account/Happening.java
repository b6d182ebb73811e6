package io.vestibule.account;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that happened to an account.
 *
 * @param id by which what happened before it is asked for
 * @param event a stable word: {@code signed-in}, {@code session-ended}, {@code consent-given}, {@code password-set}, …
 * @param detail more of it for machines: why a session ended
 */
public record Happening(
        UUID id,
        Instant at,
        String event,
        String detail,
        String address,
        Optional<ConnectorId> connector,
        Optional<RelyingPartyId> relyingParty) {}
