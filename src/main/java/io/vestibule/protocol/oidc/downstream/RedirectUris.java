package io.vestibule.protocol.oidc.downstream;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which redirect URIs may be registered, and when a requested one is a registered one: by exact string (RFC 9700 §2.1). */
final class RedirectUris {
    /** RFC 8252 §7.3: the port is the app's choice at run time. Never localhost, which other software can listen on (§8.3). */
    private static final Pattern LOOPBACK =
            Pattern.compile("(http://(?:127\\.0\\.0\\.1|\\[::1]))(?::[0-9]{1,5})?(/.*|\\?.*)?");

    private static final Set<String> NEVER = Set.of("javascript", "data", "vbscript", "file", "blob", "about");
    private static final Set<String> LOOPBACK_HOSTS = Set.of("127.0.0.1", "[::1]", "localhost");

    private RedirectUris() {}

    /** The requested URI when it is one of {@code registered}. */
    static Optional<URI> match(String requested, List<String> registered, boolean publicClient) {
        boolean exact = registered.contains(requested);
        boolean loopback = publicClient && registered.stream().anyMatch(one -> sameButForThePort(requested, one));
        return exact || loopback ? parsed(requested) : Optional.empty();
    }

    private static boolean sameButForThePort(String requested, String registered) {
        Matcher asked = LOOPBACK.matcher(requested);
        Matcher known = LOOPBACK.matcher(registered);
        return asked.matches()
                && known.matches()
                && asked.group(1).equals(known.group(1))
                && rest(asked).equals(rest(known));
    }

    private static String rest(Matcher matcher) {
        String rest = matcher.group(2);
        return rest == null ? "" : rest;
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }

    /** The operator's mistakes, said when the file is read. */
    static void requireRegistrable(String key, String text, ClientAuthMethod method) {
        URI uri = parsed(text).orElseThrow(() -> refused(key, text, "is no URL"));
        String scheme = uri.getScheme();
        if (scheme == null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
            throw refused(key, text, "must be absolute, without fragment or user (RFC 6749 section 3.1.2)");
        }
        if (NEVER.contains(scheme) || text.contains("*")) {
            throw refused(key, text, "is not allowed: no wildcard and no scheme that runs what it is given");
        }
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (web ? uri.getHost() == null : !scheme.contains(".")) {
            throw refused(key, text, "needs a host, or a scheme of its own with a dot (RFC 8252 section 7.1)");
        }
        if (scheme.equals("http") && method == ClientAuthMethod.NONE && !LOOPBACK_HOSTS.contains(uri.getHost())) {
            throw refused(key, text, "must be https for a relying party without credentials");
        }
    }

    private static IllegalArgumentException refused(String key, String text, String why) {
        return new IllegalArgumentException(key + ": " + text + " " + why);
    }
}
