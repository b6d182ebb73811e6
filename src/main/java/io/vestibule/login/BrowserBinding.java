package io.vestibule.login;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.Secret;
import io.vestibule.identity.Sha256;
import io.vestibule.realm.BaseUrl;
import io.vestibule.records.RandomTokens;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The cookie that tells one browser from another before anyone is signed in. A flow is bound to it, which stops login CSRF
 * and a flow handed from an attacker's browser to a victim's (RFC 9700 §4.7).
 */
@ApplicationScoped
public class BrowserBinding {
    private static final Duration LIFETIME = Duration.ofDays(90);

    private final BaseUrl base;
    private final RandomTokens tokens;

    public BrowserBinding(BaseUrl base, RandomTokens tokens) {
        this.base = base;
        this.tokens = tokens;
    }

    /** What a flow remembers of a browser, and the cookies to set so that it can be recognised. */
    public record Mark(String digest, List<BrowserCookie> cookies) {}

    /** The browser's mark; a browser without one gets it with the reply. */
    public Mark mark(Visitor visitor) {
        return digest(visitor).map(known -> new Mark(known, List.of())).orElseGet(() -> {
            String token = tokens.next();
            return new Mark(digest(token), List.of(new BrowserCookie(name(), new Secret(token), "/", LIFETIME)));
        });
    }

    public boolean matches(String digest, Visitor visitor) {
        return digest(visitor).map(digest::equals).orElse(false);
    }

    public boolean isMarked(Visitor visitor) {
        return digest(visitor).isPresent();
    }

    private Optional<String> digest(Visitor visitor) {
        return visitor.cookie(name()).filter(token -> !token.isBlank()).map(BrowserBinding::digest);
    }

    private static String digest(String token) {
        return Sha256.of("browser " + token).base64Url();
    }

    private String name() {
        return base.secure() ? "__Host-vestibule-browser" : "vestibule-browser";
    }
}
