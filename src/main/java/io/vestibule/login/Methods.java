package io.vestibule.login;

import io.vestibule.directory.LocalCredentials;
import io.vestibule.directory.MfaRules;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.realm.Realm;
import java.util.HashSet;
import java.util.Set;

/** Which authentication methods somebody used, as the rules about second factors call them. */
final class Methods {
    /** Besides those of {@link MfaRules}: a code on paper, which stands for the authenticator that was lost. */
    static final String RECOVERY = MfaRules.RECOVERY;

    /** RFC 8176 §2. */
    private static final String PASSWORD = "pwd";

    private Methods() {}

    static Set<String> used(Realm realm, ConnectorId connector, AuthnContext context) {
        Set<String> methods = new HashSet<>(context.factors());
        if (methods.contains(RECOVERY)) {
            methods.add(MfaRules.TOTP);
        }
        if (!byPassword(realm, connector) || context.amr().contains(PASSWORD)) { // ours may have come by a passkey
            realm.connector(connector)
                    .map(declared -> MfaRules.methodsOf(declared.kind()))
                    .ifPresent(methods::addAll);
        }
        return methods;
    }

    /** Whether that connector's people are ours, and their passwords. */
    static boolean byPassword(Realm realm, ConnectorId connector) {
        return realm.connector(connector)
                .filter(declared -> declared.kind().equals(LocalCredentials.CONNECTOR_KIND))
                .isPresent();
    }
}
