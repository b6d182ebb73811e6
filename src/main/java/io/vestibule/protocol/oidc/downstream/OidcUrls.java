package io.vestibule.protocol.oidc.downstream;

import io.vestibule.identity.RealmName;
import io.vestibule.realm.BaseUrl;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Where a realm's endpoints are. */
@ApplicationScoped
class OidcUrls {
    private final BaseUrl base;

    OidcUrls(BaseUrl base) {
        this.base = base;
    }

    String issuer(RealmName realm) {
        return base.issuer(realm).toString();
    }

    URI authorize(RealmName realm) {
        return below(realm, "/authorize");
    }

    URI token(RealmName realm) {
        return below(realm, "/token");
    }

    URI userinfo(RealmName realm) {
        return below(realm, "/userinfo");
    }

    URI jwks(RealmName realm) {
        return below(realm, "/jwks");
    }

    URI introspect(RealmName realm) {
        return below(realm, "/introspect");
    }

    URI revoke(RealmName realm) {
        return below(realm, "/revoke");
    }

    URI logout(RealmName realm) {
        return below(realm, "/logout");
    }

    URI deviceAuthorization(RealmName realm) {
        return below(realm, "/device_authorization");
    }

    /** Where a person enters the code that a device shows. */
    URI device(RealmName realm) {
        return below(realm, "/device");
    }

    URI checkSession(RealmName realm) {
        return below(realm, "/check_session");
    }

    private URI below(RealmName realm, String path) {
        return URI.create(base.issuer(realm) + path);
    }
}
