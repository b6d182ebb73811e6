package io.vestibule.protocol.keystone.federation.login;

import io.vestibule.relyingparty.RequestedContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A relying party's {@code keystone} block: a dashboard that gets tokens of the Identity API for people who sign in in their
 * browser.
 *
 * @param origins where it takes tokens, compared as exact strings ({@code https://dashboard.example/auth/websso/}); Keystone's
 *     {@code trusted_dashboard}
 * @param signedOutUris where it may have the browser back after signing out, the first when it names none
 * @param acrValues how strongly people must have signed in, in the realm's words, the most wanted first; any way will do when
 *     there are none
 */
public record Dashboard(List<String> origins, List<String> signedOutUris, List<String> acrValues) {
    public Dashboard {
        acrValues = List.copyOf(acrValues);
        origins = List.copyOf(origins);
        signedOutUris = List.copyOf(signedOutUris);
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("origins must name at least one address that takes tokens");
        }
        origins.forEach(origin -> requireWeb("origins", origin));
        signedOutUris.forEach(uri -> requireWeb("signedOutUris", uri));
    }

    /** What a login for it must be like: one of its ways, or there is no token. */
    RequestedContext wants(Optional<Duration> maxAge) {
        return new RequestedContext(acrValues, !acrValues.isEmpty(), maxAge);
    }

    Optional<URI> signedOut(Optional<String> wanted) {
        return wanted.isPresent()
                ? wanted.filter(signedOutUris::contains).map(URI::create)
                : signedOutUris.stream().findFirst().map(URI::create);
    }

    private static void requireWeb(String key, String text) {
        URI uri = URI.create(text);
        boolean web = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawFragment() == null
                && uri.getRawUserInfo() == null;
        if (!web) {
            throw new IllegalArgumentException(key + " must be http(s) URLs without a fragment");
        }
    }
}
