package io.vestibule.protocol.saml.metadata;

import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the metadata of a partner, or of a federation of partners, comes from and why it is believed. Exactly one of {@code
 * inline}, {@code file}, {@code url}, {@code mdq} and {@code aggregate} is given.
 *
 * @param inline the document itself
 * @param file beside the realm files when it is no absolute path
 * @param url of a document of one partner, or of a few when {@code entityId} says which
 * @param mdq base URL of a server that answers for each entity (Metadata Query Protocol)
 * @param aggregate URL or file of a federation's document; thousands of entities
 * @param signedBy certificates, as PEM or as files, of which one must have signed
 * @param entityId the one partner meant
 * @param refresh longest time between two looks
 * @param longestValidity a signed document that is valid for longer is refused: whoever replayed it would have that long
 * @param registrars entities whose registrar changed, and who it is now, once the operator has made sure
 * @param hashedIds whether an MDQ server is asked by {@code {sha1}} and hash rather than by entity id
 * @param plainHttp whether an unsigned document may come over plain http from another machine; for networks of one's own
 */
public record MetadataConfig(
        Optional<String> inline,
        Optional<String> file,
        Optional<URI> url,
        Optional<URI> mdq,
        Optional<String> aggregate,
        List<String> signedBy,
        Optional<String> entityId,
        @IfAbsent("1h") Duration refresh,
        @IfAbsent("30d") Duration longestValidity,
        Map<String, String> registrars,
        @IfAbsent("false") boolean hashedIds,
        @IfAbsent("false") boolean plainHttp) {
    private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);

    public MetadataConfig {
        signedBy = List.copyOf(signedBy);
        registrars = Map.copyOf(registrars);
        long sources = Stream.of(inline, file, url, mdq, aggregate)
                .filter(Optional::isPresent)
                .count();
        require(sources == 1, "metadata needs exactly one of inline, file, url, mdq and aggregate");
        require(
                aggregate.isEmpty() || !signedBy.isEmpty(),
                "signedBy is needed: whoever can change an aggregate on its way becomes everybody in it");
        web("url", url, plainHttp || !signedBy.isEmpty());
        web("mdq", mdq, plainHttp || !signedBy.isEmpty());
        require(refresh.compareTo(SHORTEST_REFRESH) >= 0, "refresh must be at least 1s");
        require(longestValidity.isPositive(), "longestValidity must be positive");
        require(!hashedIds || mdq.isPresent(), "hashedIds is for mdq");
        for (String pem : signedBy) {
            require(!pem.isBlank(), "signedBy must hold certificates or files");
        }
    }

    /** The document itself, unsigned, because the operator wrote it. */
    public static MetadataConfig inline(String document) {
        return of(Optional.of(document), Optional.empty());
    }

    /** One partner's document at an address of the operator's choice. */
    public static MetadataConfig at(URI url) {
        return of(Optional.empty(), Optional.of(url));
    }

    private static MetadataConfig of(Optional<String> inline, Optional<URI> url) {
        return new MetadataConfig(
                inline,
                Optional.empty(),
                url,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Duration.ofHours(1),
                Duration.ofDays(30),
                Map.of(),
                false,
                false);
    }

    /** Whether it speaks of many partners, of whom each login names one. */
    public boolean isFederation() {
        return entityId.isEmpty() && (aggregate.isPresent() || mdq.isPresent());
    }

    private static void web(String key, Optional<URI> given, boolean trusted) {
        if (given.isEmpty()) {
            return;
        }
        URI address = given.get();
        boolean https = "https".equals(address.getScheme());
        boolean http = "http".equals(address.getScheme());
        require((https || http) && address.getHost() != null, key + " must be an http(s) URL");
        boolean here = List.of("localhost", "127.0.0.1", "[::1]").contains(String.valueOf(address.getHost()));
        require(
                https || here || trusted,
                key
                        + " is plain http, so that anybody on the way can change it: use https, or give signedBy, or, in a network"
                        + " of your own, plainHttp: true");
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
