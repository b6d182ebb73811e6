package io.vestibule.browser;

import io.vestibule.identity.Secret;
import java.time.Duration;

/**
 * A cookie of ours: HttpOnly, SameSite=Lax, and Secure over https; unless it has to be seen in frames of other sites.
 *
 * @param path the narrowest path that needs it
 * @param maxAge how long it lives; zero takes it away
 */
public record BrowserCookie(String name, Secret value, String path, Duration maxAge, Seen seen) {
    /** By whom. */
    public enum Seen {
        /** This server alone, from its own pages. */
        BY_US,
        /** Scripts of pages of this server too, in frames of other sites: for what tells and opens nothing. */
        IN_FRAMES
    }

    public BrowserCookie(String name, Secret value, String path, Duration maxAge) {
        this(name, value, path, maxAge, Seen.BY_US);
    }

    public static BrowserCookie gone(String name, String path) {
        return new BrowserCookie(name, new Secret(""), path, Duration.ZERO);
    }
}
