package io.vestibule.protocol.keystone.delegation;

import io.vestibule.directory.MfaRules;
import io.vestibule.directory.SecondFactors;
import io.vestibule.protocol.keystone.token.ValidToken;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;

/**
 * The authenticator of whoever calls: while they have a second factor, a password alone, which it is to make good for nothing,
 * neither reads its seed nor adds one nor takes one away (security case 43).
 */
@ApplicationScoped
class OwnSeeds {
    private final SecondFactors factors;

    OwnSeeds(SecondFactors factors) {
        this.factors = factors;
    }

    void requireFactor(Call call, StoredCredential credential) {
        if (!mayTouch(call, credential)) {
            throw KeystoneRefused.forbidden().because("second-factor-needed");
        }
    }

    boolean mayTouch(Call call, StoredCredential credential) {
        ValidToken token = call.holder().token();
        boolean own = credential.isTotp() && credential.user().equals(token.user());
        return !own
                || !Collections.disjoint(token.methods(), MfaRules.SECOND)
                || factors.of(call.realmName(), token.user()).isEmpty();
    }
}
