package io.vestibule.protocol.keystone.auth;

import io.vestibule.protocol.keystone.auth.MethodOutcome.Proven;
import io.vestibule.protocol.keystone.wire.Call;

/** What becomes of an authenticated user who asks for the scope {@code OS-TRUST:trust}. Found by CDI. */
public interface TrustUse {
    /**
     * Uses the trust once: what is proven now is what the trust passes on, by whomever the token is to speak for, and no
     * longer than the trust lasts.
     *
     * @throws io.vestibule.protocol.keystone.wire.KeystoneRefused when there is no such trust, or it is not theirs, or who
     *     gave it no longer has what it gives
     */
    Proven use(Call call, Proven trustee, String trust);
}
