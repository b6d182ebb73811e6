package io.vestibule.login;

import io.vestibule.directory.MfaRules;
import io.vestibule.identity.AuthnContext;
import io.vestibule.identity.ConnectorId;
import io.vestibule.realm.Realm;
import java.util.HashSet;
import java.util.Set;

/** Which authentication methods somebody used, as the rules about second factors call them. */
final class Methods {
    private Methods() {}

    static Set<String> used(Realm realm, ConnectorId connector, AuthnContext context) {
        Set<String> methods = new HashSet<>(context.factors());
        realm.connector(connector)
                .map(declared -> MfaRules.methodsOf(declared.kind()))
                .ifPresent(methods::addAll);
        return methods;
    }
}
