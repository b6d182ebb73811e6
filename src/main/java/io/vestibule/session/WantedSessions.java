package io.vestibule.session;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import java.util.Optional;

/**
 * Which sessions an operator means: those to which everything said applies.
 *
 * @param relyingParty took part in it
 * @param connector vouched for the person
 */
public record WantedSessions(
        Optional<SessionId> session,
        Optional<UserId> user,
        Optional<RelyingPartyId> relyingParty,
        Optional<ConnectorId> connector) {
    /** Whether nothing was said, which means every session. */
    public boolean isAll() {
        return session.isEmpty() && user.isEmpty() && relyingParty.isEmpty() && connector.isEmpty();
    }
}
