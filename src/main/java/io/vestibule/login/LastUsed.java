package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.ConnectorId;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Remembers in the browser which connector was used last, and which of the organisations behind it, so that it stands first the
 * next time. Nothing else is kept.
 */
@ApplicationScoped
class LastUsed {
    private static final Duration LIFETIME = Duration.ofDays(180);
    private static final int LONGEST_ORGANISATION = 500;
    private static final String BETWEEN = "~"; // in no connector's name, and plain in a cookie (RFC 6265 §4.1.1)

    private final LoginUrls urls;

    LastUsed(LoginUrls urls) {
        this.urls = urls;
    }

    Optional<String> of(RealmName realm, Visitor visitor) {
        return visitor.cookie(name(realm))
                .map(value -> value.split(BETWEEN, 2)[0])
                .filter(ConnectorId::isValid);
    }

    /** The organisation behind that connector, when it was used last. */
    Optional<String> organisation(RealmName realm, ConnectorId connector, Visitor visitor) {
        return visitor.cookie(name(realm))
                .filter(value -> value.startsWith(connector.value() + BETWEEN))
                .flatMap(value -> decoded(value.substring(connector.value().length() + 1)));
    }

    BrowserCookie remember(RealmName realm, ConnectorId connector, Optional<String> organisation) {
        String value = connector.value()
                + organisation
                        .filter(id -> id.length() <= LONGEST_ORGANISATION)
                        .map(id -> BETWEEN + encoded(id))
                        .orElse("");
        return new BrowserCookie(name(realm), new Secret(value), urls.cookiePath(realm), LIFETIME);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static String name(RealmName realm) {
        return "vestibule-last-" + realm;
    }
}
