package io.vestibule.protocol.keystone.identity;

import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.PasswordChange;
import io.vestibule.directory.SecondFactors;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UserId;
import io.vestibule.protocol.keystone.wire.Call;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;

/**
 * New passwords by whoever knows the present one. Of somebody with a second factor it must have ended, or a token comes along
 * that says they showed it: a stolen password must not shut its owner out (security case 43).
 */
@ApplicationScoped
class OwnPasswords {
    private final LocalCredentials passwords;
    private final SecondFactors factors;

    OwnPasswords(LocalCredentials passwords, SecondFactors factors) {
        this.passwords = passwords;
        this.factors = factors;
    }

    PasswordChange change(Call call, UserId owner, Secret present, Secret wanted) {
        return factors.of(call.realmName(), owner).isEmpty() || shown(call, owner)
                ? passwords.change(call.realm(), owner, present, wanted)
                : passwords.changeEnded(call.realm(), passwords.verify(call.realm(), owner, present), wanted);
    }

    private static boolean shown(Call call, UserId owner) {
        return call.holderIfAny()
                .map(holder -> holder.token())
                .filter(token -> token.user().equals(owner))
                .filter(token -> !Collections.disjoint(token.methods(), MfaRules.SECOND))
                .isPresent();
    }
}
