package io.vestibule.login;

import io.vestibule.directory.MfaRules;
import io.vestibule.directory.TotpSecrets;
import io.vestibule.directory.User;
import io.vestibule.identity.UpstreamIdentity;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Whether what somebody proved is enough by the user's own rules; asked at every door. */
@ApplicationScoped
class SecondFactor {
    /** For the audit log, at whatever door. */
    static final String NEEDED = "second-factor-needed";

    private final TotpSecrets totp;

    SecondFactor(TotpSecrets totp) {
        this.totp = totp;
    }

    enum Need {
        NONE,
        /** A passcode of the authenticator that the user has would do. */
        PASSCODE,
        /** Nothing that can be asked for here would do. */
        IMPOSSIBLE
    }

    Need need(Realm realm, UpstreamIdentity identity, User user) {
        Set<String> used = Methods.used(realm, identity.connector(), identity.context());
        if (user.mfa().satisfiedBy(used)) {
            return Need.NONE;
        }
        return user.mfa().satisfiedBy(used, MfaRules.TOTP) && totp.has(realm.name(), user.id())
                ? Need.PASSCODE
                : Need.IMPOSSIBLE;
    }
}
