package io.vestibule.session;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RelyingPartyId;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.realm.Realm;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which sessions an operator means: those to which everything said applies.
 *
 * @param relyingParty took part in it
 * @param connector vouched for the person
 */
public record WantedSessions(
        Optional<SessionId> session,
        Optional<UserId> user,
        Optional<RelyingPartyId> relyingParty,
        Optional<ConnectorId> connector) {
    /** Whether nothing was said, which means every session. */
    public boolean isAll() {
        return session.isEmpty() && user.isEmpty() && relyingParty.isEmpty() && connector.isEmpty();
    }

    /**
     * What is named here and that realm does not declare, in a sentence that says what it declares. It may have been declared
     * once, or come with metadata: where there are sessions of it, it is no slip of the pen.
     */
    public Optional<String> undeclared(Realm realm) {
        return relyingParty
                .flatMap(id -> undeclared(
                        realm, "relying party", id, realm.relyingParties().keySet()))
                .or(() -> connector.flatMap(id ->
                        undeclared(realm, "connector", id, realm.connectors().keySet())));
    }

    private static Optional<String> undeclared(Realm realm, String kind, Object id, Set<?> declared) {
        return declared.contains(id)
                ? Optional.empty()
                : Optional.of("no session and no " + kind + " " + id + " in realm " + realm.name() + "; declared: "
                        + declared.stream().map(Object::toString).sorted().collect(Collectors.joining(", ")));
    }
}
