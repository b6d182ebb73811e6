package io.vestibule.realm;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One realm: an issuer with its own people, connectors, relying parties and keys.
 *
 * @param demo whether demo people and the demo relying party are wanted
 * @param languages BCP 47 tags offered on pages, the first is the default
 * @param people local users the file declares
 */
public record Realm(
        RealmName name,
        String displayName,
        boolean enabled,
        boolean demo,
        List<String> languages,
        Theme theme,
        SessionPolicy sessions,
        PasswordPolicy passwords,
        Map<ConnectorId, ConnectorDeclaration> connectors,
        Map<RelyingPartyId, RelyingParty> relyingParties,
        List<PersonDeclaration> people,
        Blocks blocks) {
    public Realm {
        languages = List.copyOf(languages);
        connectors = Collections.unmodifiableMap(new LinkedHashMap<>(connectors));
        relyingParties = Collections.unmodifiableMap(new LinkedHashMap<>(relyingParties));
        people = List.copyOf(people);
    }

    /** The connector when it is declared and switched on. */
    public Optional<ConnectorDeclaration> connector(ConnectorId id) {
        return Optional.ofNullable(connectors.get(id)).filter(ConnectorDeclaration::enabled);
    }

    /** The relying party when it is declared and switched on. */
    public Optional<RelyingParty> relyingParty(RelyingPartyId id) {
        return Optional.ofNullable(relyingParties.get(id)).filter(RelyingParty::enabled);
    }

    /** Connectors a person may choose for this relying party, in the order of the file. */
    public List<ConnectorDeclaration> connectorsFor(RelyingParty relyingParty) {
        return connectors.values().stream()
                .filter(ConnectorDeclaration::enabled)
                .filter(connector -> relyingParty.allows(connector.id()))
                .toList();
    }
}
