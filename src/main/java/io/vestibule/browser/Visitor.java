package io.vestibule.browser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The browser at the door, as far as a login needs to know it.
 *
 * @param address the peer's address, after trusted proxies only
 * @param languages most wanted first
 */
public record Visitor(String address, String userAgent, Map<String, String> cookies, List<Locale> languages) {
    public Visitor {
        cookies = Map.copyOf(cookies);
        languages = List.copyOf(languages);
    }

    public Optional<String> cookie(String name) {
        return Optional.ofNullable(cookies.get(name));
    }

    /** Never prints the cookies: they are credentials. */
    @Override
    public String toString() {
        return "Visitor[" + address + "]";
    }
}
