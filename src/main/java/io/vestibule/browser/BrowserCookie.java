package io.vestibule.browser;

import io.vestibule.identity.Secret;
import java.time.Duration;

/**
 * A cookie of ours: always HttpOnly, SameSite=Lax, and Secure over https.
 *
 * @param path the narrowest path that needs it
 * @param maxAge how long it lives; zero takes it away
 */
public record BrowserCookie(String name, Secret value, String path, Duration maxAge) {
    public static BrowserCookie gone(String name, String path) {
        return new BrowserCookie(name, new Secret(""), path, Duration.ZERO);
    }
}
