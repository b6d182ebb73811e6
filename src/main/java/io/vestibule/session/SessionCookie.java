package io.vestibule.session;

import io.vestibule.browser.BrowserCookie;
import io.vestibule.browser.Visitor;
import io.vestibule.identity.RealmName;
import io.vestibule.identity.Secret;
import io.vestibule.realm.BaseUrl;
import io.vestibule.realm.SessionPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cookie that holds a browser's sessions of one realm: up to {@value #MOST} tokens, the current account first. Over
 * https its name begins with {@code __Host-}, so no other host or plain-http page can plant it (login CSRF).
 */
@ApplicationScoped
public class SessionCookie {
    /** More accounts one browser does not have. */
    public static final int MOST = 4;

    private static final String SEPARATOR = ".";

    private final BaseUrl base;

    public SessionCookie(BaseUrl base) {
        this.base = base;
    }

    /** The tokens this browser carries, current first; not yet known to be anybody's. */
    public List<String> tokens(RealmName realm, Visitor visitor) {
        return visitor.cookie(name(realm)).stream()
                .flatMap(value -> Arrays.stream(value.split("\\.", MOST + 1)))
                .filter(token -> !token.isEmpty())
                .limit(MOST)
                .toList();
    }

    /** The cookie that makes {@code token} current and keeps {@code others} behind it. */
    public BrowserCookie current(RealmName realm, Secret token, List<String> others, SessionPolicy policy) {
        String value = Stream.concat(
                        Stream.of(token.reveal()), others.stream().filter(other -> !other.equals(token.reveal())))
                .limit(MOST)
                .collect(Collectors.joining(SEPARATOR));
        return new BrowserCookie(name(realm), new Secret(value), "/", policy.lifetime());
    }

    /** The cookie with only {@code remaining} left, or none. */
    public BrowserCookie without(RealmName realm, List<String> remaining, SessionPolicy policy) {
        return remaining.isEmpty()
                ? BrowserCookie.gone(name(realm), "/")
                : new BrowserCookie(name(realm), new Secret(String.join(SEPARATOR, remaining)), "/", policy.lifetime());
    }

    private String name(RealmName realm) {
        return (base.secure() ? "__Host-" : "") + "vestibule-session-" + realm;
    }
}
