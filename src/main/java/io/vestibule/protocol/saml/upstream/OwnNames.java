package io.vestibule.protocol.saml.upstream;

import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.login.LoginUrls;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** What connectors are called and where they are reached. */
@ApplicationScoped
class OwnNames {
    private final BaseUrl base;
    private final LoginUrls urls;

    OwnNames(BaseUrl base, LoginUrls urls) {
        this.base = base;
        this.urls = urls;
    }

    Ourselves of(RealmName realm, ConnectorId connector, SamlConnectorConfig config) {
        URI metadata = URI.create(base.issuer(realm) + "/connectors/" + connector + "/metadata");
        return new Ourselves(
                realm,
                connector,
                config.spEntityId().orElseGet(metadata::toString),
                urls.callback(realm, connector),
                URI.create(urls.callback(realm, connector) + "/logout"),
                metadata,
                URI.create(base.issuer(realm) + "/connectors/" + connector + "/ecp"));
    }
}
