package io.vestibule.audit;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import java.util.Optional;

/** Who and where, as far as it is known at that moment. */
public record Circumstances(
        String address,
        Optional<RelyingPartyId> relyingParty,
        Optional<ConnectorId> connector,
        Optional<UserId> user,
        Optional<SessionId> session) {
    public static Circumstances from(String address) {
        return new Circumstances(address, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Circumstances at(RelyingPartyId id) {
        return new Circumstances(address, Optional.of(id), connector, user, session);
    }

    public Circumstances by(ConnectorId id) {
        return new Circumstances(address, relyingParty, Optional.of(id), user, session);
    }

    public Circumstances of(UserId id) {
        return new Circumstances(address, relyingParty, connector, Optional.of(id), session);
    }

    public Circumstances in(SessionId id) {
        return new Circumstances(address, relyingParty, connector, user, Optional.of(id));
    }
}
