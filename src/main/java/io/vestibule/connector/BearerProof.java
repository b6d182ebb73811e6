package io.vestibule.connector;

import io.vestibule.identity.Secret;

/** Knows somebody by an access token of the upstream that their own program brings along. May block. */
public interface BearerProof {
    AuthnOutcome verify(Secret accessToken);
}
