package io.vestibule.relyingparty;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;

/** Tells relying parties of one protocol that a session has ended. */
public interface LogoutParticipant {
    LogoutNotice end(RealmName realm, RelyingPartyId relyingParty, SessionRef session);
}
