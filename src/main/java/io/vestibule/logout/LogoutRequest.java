package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import java.net.URI;
import java.util.Optional;

/**
 * A wish to sign out, checked and in neutral words.
 *
 * @param relyingParty who asks, when it proved or at least names itself
 * @param hintedSession the session a verified hint names, and {@code hintedUser} whose; empty without a valid hint
 * @param returnTo a registered address of the relying party, its state already in it
 */
public record LogoutRequest(
        RealmName realm,
        Optional<RelyingPartyId> relyingParty,
        Optional<SessionId> hintedSession,
        Optional<UserId> hintedUser,
        Optional<URI> returnTo) {}
