package io.vestibule.protocol.saml.metadata;

import io.vestibule.identity.Sha256;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.OutboundResponse;
import io.vestibule.outbound.Reach;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where copies come from. Nothing about them is believed yet. */
interface Supply {
    /**
     * Gets a copy, unless it is the one that is here.
     *
     * @param into a file of the caller's
     * @param mark what {@link Outcome.Fresh} said of the copy that is here
     */
    Outcome fetch(Path into, Optional<String> mark);

    /** What came. */
    sealed interface Outcome {
        /** @param mark by which the same copy is known again */
        record Fresh(Optional<String> mark) implements Outcome {}

        record Unchanged() implements Outcome {}

        record Failed(String detail) implements Outcome {}
    }

    /** Over HTTP, with ETags (RFC 9110 §13.1.2). Redirects are not followed: the operator writes the true address. */
    static Supply http(OutboundClient outbound, URI url, int largest, Duration patience) {
        return (into, mark) -> {
            Map<String, String> headers =
                    new TreeMap<>(Map.of("Accept", "application/samlmetadata+xml, application/xml"));
            mark.ifPresent(etag -> headers.put("If-None-Match", etag));
            Reach reach = Reach.trusting(url).upTo(largest);
            return switch (outbound.download(url, headers, into, patience, reach)) {
                case OutboundOutcome.Failed failed ->
                    new Outcome.Failed(failed.kind() + " " + url + ": " + failed.detail());
                case OutboundOutcome.Answered(OutboundResponse response)
                when response.status() == 304 && mark.isPresent() -> new Outcome.Unchanged();
                case OutboundOutcome.Answered(OutboundResponse response)
                when response.ok() -> new Outcome.Fresh(response.header("etag").filter(Supply::isEtag));
                case OutboundOutcome.Answered(OutboundResponse response) ->
                    new Outcome.Failed(url + " answered " + response.status());
            };
        };
    }

    private static boolean isEtag(String text) {
        return text.length() < 300 && text.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    static Supply file(Path file, long largest) {
        return (into, mark) -> {
            try {
                long size = Files.size(file);
                if (size > largest) {
                    return new Outcome.Failed(file + " has more than " + largest + " bytes");
                }
                Optional<String> now =
                        Optional.of(size + " " + Files.getLastModifiedTime(file).toMillis());
                if (now.equals(mark)) {
                    return new Outcome.Unchanged();
                }
                Files.copy(file, into, StandardCopyOption.REPLACE_EXISTING);
                return new Outcome.Fresh(now);
            } catch (IOException unreadable) {
                return new Outcome.Failed(file + " cannot be read: " + unreadable);
            }
        };
    }

    static Supply inline(String document) {
        byte[] octets = document.getBytes(StandardCharsets.UTF_8);
        Optional<String> hash = Optional.of(Sha256.of(octets).hex());
        return (into, mark) -> {
            if (hash.equals(mark)) {
                return new Outcome.Unchanged();
            }
            try {
                Files.write(into, octets);
                return new Outcome.Fresh(hash);
            } catch (IOException full) {
                return new Outcome.Failed(into + " cannot be written: " + full);
            }
        };
    }
}
