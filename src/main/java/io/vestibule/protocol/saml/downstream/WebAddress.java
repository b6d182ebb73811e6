package io.vestibule.protocol.saml.downstream;

import java.net.URI;

/** What may stand in a configuration or in metadata as a place to send a browser to. */
final class WebAddress {
    private WebAddress() {}

    /** Without wildcard, fragment or user: a destination is compared as an exact string. */
    static boolean isOne(URI url) {
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        return web
                && url.getHost() != null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null
                && !url.toString().contains("*");
    }

    static void require(String key, URI url) {
        if (!isOne(url)) {
            throw new IllegalArgumentException(
                    key + " must be an http or https address without fragment, user or wildcard");
        }
    }
}
