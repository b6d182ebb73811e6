package io.vestibule.protocol.saml.upstream;

import io.vestibule.keys.Sealer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a request that a program carries: in the RelayState that comes back with the answer, sealed for this
 * connector, so that nothing is stored for whoever only asks.
 */
record CarriedMemory(Ourselves ourselves, Sealer sealer) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** A request on its way. */
    record Sent(String requestId, String entityId, Instant at, URI returnTo) {}

    String sealed(Sent sent) {
        return sealer.seal(
                ourselves.realm(),
                use(),
                String.join(
                        "\n",
                        sent.requestId(),
                        sent.entityId(),
                        Long.toString(sent.at().getEpochSecond()),
                        sent.returnTo().toString()));
    }

    /** Empty when it is none of ours, or too old. */
    Optional<Sent> opened(String text, Instant now) {
        return sealer.open(ourselves.realm(), use(), text)
                .map(CarriedMemory::read)
                .filter(sent -> sent.at().plus(PATIENCE).isAfter(now));
    }

    private static Sent read(String text) {
        String[] lines = text.split("\n", 4);
        return new Sent(lines[0], lines[1], Instant.ofEpochSecond(Long.parseLong(lines[2])), URI.create(lines[3]));
    }

    private String use() {
        return "saml-carried:" + ourselves.connector();
    }
}
