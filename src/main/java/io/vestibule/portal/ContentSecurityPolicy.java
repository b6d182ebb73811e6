package io.vestibule.portal;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a browser may do with a page of ours (CSP Level 3). Everything a page loads is a file of this origin, so there is no
 * nonce to leak and an injected inline script, style or frame has no way to run.
 */
final class ContentSecurityPolicy {
    private ContentSecurityPolicy() {}

    /** A page whose forms lead here, and by redirect to {@code destinations}; with pictures from {@code pictures}, and loading {@code frames} inside. */
    static String page(Collection<URI> destinations, Collection<URI> pictures, Collection<URI> frames) {
        return policy(sources(destinations), Stream.concat(Stream.of("data:"), origins(pictures)), origins(frames));
    }

    /** The same for a page that our own pages may load in a frame. */
    static String within(String policy) {
        return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    }

    /**
     * The page that posts itself to {@code target}. Chromium holds every redirect after the POST against
     * {@code form-action}, and applications do send people on to another host of theirs; the page has only hidden fields
     * that we wrote, so the scheme is fence enough.
     */
    static String autoPost(URI target) {
        Stream<String> schemes =
                "http".equalsIgnoreCase(target.getScheme()) ? Stream.of("http:", "https:") : scheme(target).stream();
        return policy(schemes, Stream.empty(), Stream.empty());
    }

    private static String policy(Stream<String> formActions, Stream<String> pictures, Stream<String> frames) {
        String framed = listed(frames);
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'" + listed(pictures)
                + (framed.isEmpty() ? "" : "; frame-src 'self'" + framed) // which come back to us
                + "; form-action 'self'" + listed(formActions) + "; frame-ancestors 'none'; base-uri 'none'";
    }

    private static String listed(Stream<String> sources) {
        StringBuilder list = new StringBuilder();
        new TreeSet<>(sources.toList()).forEach(source -> list.append(' ').append(source));
        return list.toString();
    }

    private static Stream<String> sources(Collection<URI> uris) {
        return uris.stream().flatMap(uri -> (isWeb(uri) ? origin(uri) : scheme(uri)).stream());
    }

    private static Stream<String> origins(Collection<URI> uris) {
        return uris.stream().filter(ContentSecurityPolicy::isWeb).flatMap(uri -> origin(uri).stream());
    }

    private static boolean isWeb(URI uri) {
        return List.of("http", "https").contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT));
    }

    private static Optional<String> origin(URI uri) {
        String host = uri.getHost();
        if (host != null && host.startsWith("[")) {
            return scheme(uri); // CSP Level 3 §2.3.1 has no form for an IPv6 address.
        }
        // java.net.URI lets no character into a host that could end a source or a directive.
        return host == null
                ? Optional.empty()
                : Optional.of(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + host
                        + (uri.getPort() < 0 ? "" : ":" + uri.getPort()));
    }

    private static Optional<String> scheme(URI uri) {
        return Optional.ofNullable(uri.getScheme()).map(scheme -> scheme.toLowerCase(Locale.ROOT) + ":");
    }
}
