package io.vestibule.realm;

import io.vestibule.identity.RealmName;
import java.net.URI;

/**
 * Where browsers and relying parties reach this server. Every absolute URL is made from it and none from a Host header, so a
 * spoofed header changes nothing.
 *
 * @param value scheme, host, optional port and path, without trailing slash
 */
public record BaseUrl(URI value) {
    public BaseUrl {
        String text = value.toString();
        if (!("http".equals(value.getScheme()) || "https".equals(value.getScheme()))
                || value.getHost() == null
                || value.getQuery() != null
                || value.getFragment() != null
                || text.endsWith("/")) {
            throw new IllegalArgumentException(
                    "vestibule.base-url must be http(s)://host[:port][/path] without a trailing slash, not " + text);
        }
    }

    /** Whether browsers come by https, so that cookies are Secure. */
    public boolean secure() {
        return "https".equals(value.getScheme());
    }

    /** The realm's issuer, byte for byte what every proof says: {@code {base}/realms/{realm}}. */
    public URI issuer(RealmName realm) {
        return resolve("/realms/" + realm);
    }

    /** {@code path} (which begins with a slash) below this address. */
    public URI resolve(String path) {
        return URI.create(value + path);
    }

    /** The path of cookies which serve one realm only. */
    public String realmPath(RealmName realm) {
        return (value.getRawPath() == null ? "" : value.getRawPath()) + "/realms/" + realm;
    }
}
