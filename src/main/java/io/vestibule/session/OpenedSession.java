package io.vestibule.session;

import io.vestibule.identity.Secret;

/** A session and the secret its cookie carries, known only at this moment. */
public record OpenedSession(Session session, Secret token) {}
