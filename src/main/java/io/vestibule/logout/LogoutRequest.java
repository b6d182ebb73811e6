package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A wish to sign out, checked and in neutral words.
 *
 * @param relyingParty who asks, when it proved or at least names itself
 * @param hintedSession the session a verified hint names, and {@code hintedUser} whose; empty without a valid hint
 * @param returnTo where the browser is wanted back: a registered address of the relying party with its state in it, or ours that
 *     answers it
 * @param returnWhenPartial the same when not everyone is known to be signed out; for who distinguishes it
 * @param knows the same where it has itself ended its part already, and need not be told
 * @param hint a user name, an address or a sid: whom to ask about where several are signed in; believed for nothing else
 * @param languages of the pages, most wanted first
 */
public record LogoutRequest(
        RealmName realm,
        Optional<RelyingPartyId> relyingParty,
        Optional<SessionId> hintedSession,
        Optional<UserId> hintedUser,
        Optional<URI> returnTo,
        Optional<URI> returnWhenPartial,
        Optional<Knows> knows,
        Optional<String> hint,
        List<String> languages) {
    /** In the audit log, where a relying party is who asks. */
    static final String BY_RELYING_PARTY = "relying-party";

    public LogoutRequest {
        languages = List.copyOf(languages);
    }

    /** With nothing said of whom the page is for. */
    public LogoutRequest(
            RealmName realm,
            Optional<RelyingPartyId> relyingParty,
            Optional<SessionId> hintedSession,
            Optional<UserId> hintedUser,
            Optional<URI> returnTo,
            Optional<URI> returnWhenPartial) {
        this(
                realm,
                relyingParty,
                hintedSession,
                hintedUser,
                returnTo,
                returnWhenPartial,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** By somebody who is not told how it went. */
    public LogoutRequest(
            RealmName realm,
            Optional<RelyingPartyId> relyingParty,
            Optional<SessionId> hintedSession,
            Optional<UserId> hintedUser,
            Optional<URI> returnTo) {
        this(realm, relyingParty, hintedSession, hintedUser, returnTo, Optional.empty());
    }

    /** When it is not known any more what was wished. */
    static LogoutRequest nothing(RealmName realm) {
        return new LogoutRequest(realm, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, asked about and shown as the relying party hints. */
    public LogoutRequest hinting(Optional<String> whom, List<String> wanted) {
        return new LogoutRequest(
                realm, relyingParty, hintedSession, hintedUser, returnTo, returnWhenPartial, knows, whom, wanted);
    }

    /** The same of one that has ended its part in these already. */
    public LogoutRequest by(PartyPart part, Set<SessionId> sessions) {
        return new LogoutRequest(
                realm,
                relyingParty,
                hintedSession,
                hintedUser,
                returnTo,
                returnWhenPartial,
                Optional.of(new Knows(part, sessions)),
                hint,
                languages);
    }

    /** The same, of that session. */
    LogoutRequest naming(Optional<SessionId> session) {
        return new LogoutRequest(
                realm, relyingParty, session, hintedUser, returnTo, returnWhenPartial, knows, hint, languages);
    }

    /** A stable word for the audit log: who it was. */
    String reason() {
        return relyingParty.isPresent() ? BY_RELYING_PARTY : "person";
    }
}
