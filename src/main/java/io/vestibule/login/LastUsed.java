package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** Remembers in the browser which connector was used last, so that it stands first the next time. Nothing else is kept. */
@ApplicationScoped
class LastUsed {
    private static final Duration LIFETIME = Duration.ofDays(180);
    private final LoginUrls urls;

    LastUsed(LoginUrls urls) {
        this.urls = urls;
    }

    Optional<String> of(RealmName realm, Visitor visitor) {
        return visitor.cookie(name(realm)).filter(ConnectorId::isValid);
    }

    BrowserCookie remember(RealmName realm, ConnectorId connector) {
        return new BrowserCookie(name(realm), new Secret(connector.value()), urls.cookiePath(realm), LIFETIME);
    }

    private static String name(RealmName realm) {
        return "vestibule-last-" + realm;
    }
}
