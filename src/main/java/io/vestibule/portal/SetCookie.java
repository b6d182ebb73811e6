package io.vestibule.portal;

import io.vestibule.browser.BrowserCookie;
import java.util.regex.Pattern;

/** A {@code Set-Cookie} line (RFC 6265 §4.1.1) that cannot grow a second header or attribute. */
final class SetCookie {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VALUE = Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]*");
    private static final Pattern PATH = Pattern.compile("/[\\x20-\\x3A\\x3C-\\x7E]*");

    private SetCookie() {}

    static String of(BrowserCookie cookie, boolean secure) {
        String value = cookie.value().reveal();
        if (!NAME.matcher(cookie.name()).matches()
                || !VALUE.matcher(value).matches()
                || !PATH.matcher(cookie.path()).matches()) {
            // The name is ours; the value stays out of the message because it may be a credential.
            throw new IllegalArgumentException("cookie " + cookie.name() + " has characters that no cookie may have");
        }
        StringBuilder line = new StringBuilder(cookie.name())
                .append('=')
                .append(value)
                .append("; Path=")
                .append(cookie.path())
                .append("; Max-Age=")
                .append(Math.max(0, cookie.maxAge().toSeconds()))
                .append(
                        cookie.seen() == BrowserCookie.Seen.BY_US
                                ? "; HttpOnly; SameSite=Lax"
                                : "; SameSite=None"); // which browsers take with Secure only, from localhost too
        if (secure || cookie.seen() == BrowserCookie.Seen.IN_FRAMES) {
            line.append("; Secure");
        }
        return line.toString();
    }
}
