package io.vestibule.connector;

import io.vestibule.identity.Secret;

/** Asks the upstream again about somebody who signed in before. */
public interface IdentityRefresh {
    AuthnOutcome refresh(String subject, Secret upstreamRefreshToken);
}
