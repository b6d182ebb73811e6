package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Where a realm's identity provider is, and what it is called. */
@ApplicationScoped
class SamlUrls {
    private final BaseUrl base;

    SamlUrls(BaseUrl base) {
        this.base = base;
    }

    /** The identity provider's name. */
    String entityId(Realm realm) {
        return ServiceProviders.settings(realm)
                .entityId()
                .orElseGet(() -> metadata(realm.name()).toString());
    }

    /** The domain of scoped identifiers. */
    String scope(Realm realm) {
        return ServiceProviders.settings(realm)
                .scope()
                .orElseGet(() -> base.value().getHost());
    }

    URI metadata(RealmName realm) {
        return below(realm, "/metadata");
    }

    URI singleSignOn(RealmName realm) {
        return below(realm, "/sso");
    }

    URI enhancedClient(RealmName realm) {
        return below(realm, "/ecp");
    }

    URI artifact(RealmName realm) {
        return below(realm, "/artifact");
    }

    URI singleLogout(RealmName realm) {
        return below(realm, "/slo");
    }

    URI logoutAnswer(RealmName realm) {
        return below(realm, "/slo/answer");
    }

    URI soapLogout(RealmName realm) {
        return below(realm, "/slo/soap");
    }

    private URI below(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + "/saml" + path);
    }
}
