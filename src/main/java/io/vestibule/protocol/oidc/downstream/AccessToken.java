package io.vestibule.protocol.oidc.downstream;

import io.vestibule.grants.FamilyId;
import io.vestibule.grants.StatusPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An access token of ours whose signature, issuer and lifetime are good.
 *
 * @param family of a person's token; none for a client's own
 * @param place in a status list
 */
record AccessToken(
        String id,
        String clientId,
        String subject,
        List<String> audience,
        Set<String> scopes,
        Instant issuedAt,
        Instant expiresAt,
        Optional<FamilyId> family,
        Optional<StatusPlace> place) {}
