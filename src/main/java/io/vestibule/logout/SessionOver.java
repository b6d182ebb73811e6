package io.vestibule.logout;

import io.vestibule.identity.RealmName;
import io.vestibule.identity.SessionRef;

/**
 * A session ends. Fired in the transaction of its end and before its row goes: whoever observes it takes back what was given out
 * in the session, so that neither is over without the other.
 */
public record SessionOver(RealmName realm, SessionRef session) {}
