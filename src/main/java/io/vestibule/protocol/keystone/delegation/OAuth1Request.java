package io.vestibule.protocol.keystone.delegation;

import io.vestibule.identity.Secret;
import io.vestibule.keys.Hmac;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A request signed as RFC 5849 says, with its parameters in the header.
 *
 * @param uri base string URI, §3.4.1.2: where clients reach us, never what a Host header claims
 * @param oauth the parameters of the header without {@code realm}
 * @param others the parameters of query and form
 */
record OAuth1Request(String method, String uri, Map<String, String> oauth, List<Pair> others) {
    private static final Pattern FIELD = Pattern.compile("\\s*([^=\\s,]+)\\s*=\\s*\"([^\"]*)\"\\s*");
    private static final String SCHEME = "oauth ";

    /** One parameter; names may repeat. */
    record Pair(String name, String value) {}

    /** Nothing when the header is not of this scheme, is malformed, or has a parameter twice (§3.1). */
    static Optional<OAuth1Request> read(String method, String uri, String authorization, String query) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        try {
            Map<String, String> oauth = new LinkedHashMap<>();
            for (String field : authorization.substring(SCHEME.length()).split(",", -1)) {
                Matcher matcher = FIELD.matcher(field);
                if (!matcher.matches()
                        || oauth.put(PercentEncoding.decode(matcher.group(1)), PercentEncoding.decode(matcher.group(2)))
                                != null) {
                    return Optional.empty();
                }
            }
            oauth.remove("realm");
            return Optional.of(new OAuth1Request(method, uri, Map.copyOf(oauth), pairs(query)));
        } catch (IllegalArgumentException badEscape) {
            return Optional.empty();
        }
    }

    String parameter(String name) {
        return oauth.getOrDefault(name, "");
    }

    /** Whether the holder of both secrets signed it, §3.4.2. PLAINTEXT (§3.4.4) and RSA are not taken. */
    boolean signedWith(Secret consumer, Optional<Secret> token) {
        String version = oauth.getOrDefault("oauth_version", "1.0"); // §3.1
        Hmac hmac = switch (parameter("oauth_signature_method")) {
            case "HMAC-SHA1" -> Hmac.SHA1;
            case "HMAC-SHA256" -> Hmac.SHA256;
            default -> null;
        };
        if (hmac == null || !version.equals("1.0")) {
            return false;
        }
        String key = PercentEncoding.encode(consumer.reveal()) + "&"
                + token.map(secret -> PercentEncoding.encode(secret.reveal())).orElse("");
        return Hmac.same(hmac.base64(key, baseString()), parameter("oauth_signature"));
    }

    /** §3.4.1.1. */
    String baseString() {
        return method.toUpperCase(Locale.ROOT) + "&" + PercentEncoding.encode(uri) + "&"
                + PercentEncoding.encode(normalizedParameters());
    }

    /** §3.4.1.3.2: encoded, then sorted by name, then by value. */
    private String normalizedParameters() {
        List<Pair> all = new ArrayList<>(others);
        oauth.forEach((name, value) -> {
            if (!name.equals("oauth_signature")) {
                all.add(new Pair(name, value));
            }
        });
        return all.stream()
                .map(pair -> new Pair(PercentEncoding.encode(pair.name()), PercentEncoding.encode(pair.value())))
                .sorted(Comparator.comparing(Pair::name).thenComparing(Pair::value))
                .map(pair -> pair.name() + "=" + pair.value())
                .collect(Collectors.joining("&"));
    }

    static List<Pair> pairs(String form) {
        List<Pair> found = new ArrayList<>();
        for (String field : form.split("&", -1)) {
            if (!field.isEmpty()) {
                int sign = field.indexOf('=');
                found.add(new Pair(
                        PercentEncoding.decodeForm(sign < 0 ? field : field.substring(0, sign)),
                        sign < 0 ? "" : PercentEncoding.decodeForm(field.substring(sign + 1))));
            }
        }
        return List.copyOf(found);
    }
}
