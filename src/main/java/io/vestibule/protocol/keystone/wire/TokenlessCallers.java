package io.vestibule.protocol.keystone.wire;

import io.vestibule.protocol.keystone.token.ValidToken;
import java.util.Optional;

/** Callers that show no token and are somebody all the same. */
public interface TokenlessCallers {
    /**
     * Who calls, as a token of theirs would say it; empty when nothing was shown.
     *
     * @throws KeystoneRefused 401 when what was shown does not count, 400 when it does not say what for
     */
    Optional<ValidToken> caller(Call call);
}
