package io.vestibule.outbound;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Scheme, host and port of an http or https URL (RFC 6454 §4). */
record Origin(String scheme, String host, int port) {
    /** The origin, or nothing when this is no plain http(s) URL with a host and without credentials. */
    static Optional<Origin> of(URI url) {
        if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http") || url.getPort() == 0 || url.getPort() > 65535) {
            return Optional.empty();
        }
        int usual = scheme.equals("https") ? 443 : 80;
        return Optional.of(new Origin(
                scheme, url.getHost().toLowerCase(Locale.ROOT), url.getPort() == -1 ? usual : url.getPort()));
    }

    boolean encrypted() {
        return scheme.equals("https");
    }

    @Override
    public String toString() {
        return scheme + "://" + host + ":" + port;
    }
}
