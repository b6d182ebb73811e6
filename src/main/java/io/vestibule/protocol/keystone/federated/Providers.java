package io.vestibule.protocol.keystone.federated;

import io.vestibule.identity.ConnectorId;
import io.vestibule.protocol.keystone.token.TokenPayload.Federated;
import io.vestibule.protocol.keystone.wire.Call;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Identity providers and their protocols, as far as a login needs to know them. */
@ApplicationScoped
class Providers {
    /** One in use. */
    record Provider(String id, String protocol, ConnectorId connector, List<String> remoteIds) {}

    /** @throws KeystoneRefused 404 when there is no such identity provider or protocol, 403 when it is switched off */
    Provider inUse(Call call, String identityProvider, String protocol) {
        throw KeystoneRefused.notFound("Identity Provider", identityProvider);
    }

    /** How somebody came in who was authenticated through a connector; nothing when no identity provider is bound to it. */
    Optional<Federated> cameInBy(Realm realm, WebSsoMemory asked, Authentication authentication) {
        return Optional.empty();
    }
}
