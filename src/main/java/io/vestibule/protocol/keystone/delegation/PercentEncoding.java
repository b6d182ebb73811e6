package io.vestibule.protocol.keystone.delegation;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** RFC 3986 §2.1: everything but unreserved characters; what RFC 5849 §3.6 and AWS both sign. */
final class PercentEncoding {
    private PercentEncoding() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Of a form or query, where a plus sign is a space; RFC 5849 §3.4.1.3.1. */
    static String decodeForm(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Of a header, where a plus sign is a plus sign. */
    static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
