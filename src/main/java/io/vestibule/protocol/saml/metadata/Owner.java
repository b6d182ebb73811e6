package io.vestibule.protocol.saml.metadata;

import io.vestibule.audit.Circumstances;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.RelyingPartyId;
import java.util.Optional;

/** For whom metadata is kept: a connector or a relying party of a realm. */
public record Owner(RealmName realm, Optional<ConnectorId> connector, Optional<RelyingPartyId> relyingParty) {
    public static Owner of(RealmName realm, ConnectorId connector) {
        return new Owner(realm, Optional.of(connector), Optional.empty());
    }

    public static Owner of(RealmName realm, RelyingPartyId relyingParty) {
        return new Owner(realm, Optional.empty(), Optional.of(relyingParty));
    }

    Circumstances circumstances() {
        Circumstances nobody = Circumstances.from("");
        return connector.map(nobody::by).orElse(relyingParty.map(nobody::at).orElse(nobody));
    }

    @Override
    public String toString() {
        return realm + "/"
                + connector
                        .map(ConnectorId::value)
                        .or(() -> relyingParty.map(RelyingPartyId::value))
                        .orElse("");
    }
}
