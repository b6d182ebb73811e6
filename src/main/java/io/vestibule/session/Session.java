package io.vestibule.session;

import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.SessionRef;
import io.vestibule.identity.UpstreamSession;
import io.vestibule.identity.UserId;
import java.time.Instant;

/** One person signed in in one browser, through one connector. */
public record Session(
        SessionId id,
        RealmName realm,
        UserId user,
        ConnectorId connector,
        String upstreamSubject,
        UpstreamSession upstream,
        AuthnContext context,
        String userAgent,
        String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt) {
    public SessionRef ref() {
        return new SessionRef(id, user);
    }

    /** The same, used again. */
    Session usedAt(Instant now) {
        return new Session(
                id,
                realm,
                user,
                connector,
                upstreamSubject,
                upstream,
                context,
                userAgent,
                address,
                createdAt,
                now,
                expiresAt);
    }
}
