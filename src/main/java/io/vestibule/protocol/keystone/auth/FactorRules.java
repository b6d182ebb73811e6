package io.vestibule.protocol.keystone.auth;

import io.vestibule.directory.Directory;
import io.vestibule.directory.MfaRules;
import io.vestibule.directory.User;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** Whether what was proven is enough for what the user's rules ask. */
@ApplicationScoped
class FactorRules {
    private final Directory directory;

    FactorRules(Directory directory) {
        this.directory = directory;
    }

    /** Six digits are a second factor, not a first: alone they are enough only for those whose own rules say so. */
    boolean isOnlyASecondFactor(Realm realm, UserId user, Set<String> proven) {
        return proven.equals(Set.of(MfaRules.TOTP))
                && rules(realm, user).rules().isEmpty();
    }

    /** The rules when none of them is met; empty when one is, or there are none. */
    List<List<String>> unmet(Realm realm, UserId user, Set<String> proven) {
        MfaRules rules = rules(realm, user);
        return rules.satisfiedBy(proven) ? List.of() : rules.rules();
    }

    private MfaRules rules(Realm realm, UserId user) {
        return directory.find(realm.name(), user).map(User::mfa).orElseGet(() -> new MfaRules(List.of()));
    }
}
