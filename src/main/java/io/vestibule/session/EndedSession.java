package io.vestibule.session;

import io.vestibule.identity.SessionId;
import io.vestibule.identity.UpstreamSession;

/** A session that ended within a day, and what its upstream called it. */
public record EndedSession(SessionId id, UpstreamSession upstream) {}
