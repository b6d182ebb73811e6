package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionRef;

/**
 * A relying party's part in a session ends, and the session goes on. Fired in the transaction of that end: whoever observes it
 * takes back what the relying party was given there.
 */
public record PartOver(RealmName realm, SessionRef session, RelyingPartyId relyingParty) {}
