package io.vestibule.grants;

import io.vestibule.identity.Secret;

/** What came of presenting a refresh token. */
public sealed interface RefreshOutcome {
    /** It was the one that works; {@code successor} is the only one that works now, {@code token} the access token beside it. */
    record Rotated(TokenFamily family, Secret successor, FamilyToken token) implements RefreshOutcome {}

    /** An older token of a living family: the whole family is revoked (RFC 9700 §4.14.2). */
    record Reused(TokenFamily family) implements RefreshOutcome {}

    /** Not ours, expired, revoked, or another relying party's. */
    record Unknown() implements RefreshOutcome {}
}
