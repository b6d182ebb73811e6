package io.vestibule.session;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of sso_session. {@code tokenHash} is hexadecimal here. */
record SessionRow(
        UUID id,
        String realm,
        String tokenHash,
        UUID userId,
        String connector,
        String upstreamSubject,
        @Nullable String upstreamSession,
        @Nullable String sealedLogoutHint,
        Instant authnInstant,
        @Nullable String acr,
        String amr,
        String authorities,
        String factors,
        String userAgent,
        String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt) {}
