package io.vestibule.outbound;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the operator may change about calls to the outside.
 *
 * @param connectTimeout for the name, and for each connection
 * @param timeout from start to the last byte
 * @param allow internal hosts, addresses and CIDR blocks that may be called
 * @param trustStore PEM file with certificate authorities trusted besides the JDK's
 * @param callsPerHost calls to one host under way at once
 * @param failuresBeforeRest failures in a row after which a host is left alone
 * @param rest how long
 */
record OutboundSettings(
        Duration connectTimeout,
        Duration timeout,
        List<String> allow,
        Optional<Path> trustStore,
        int callsPerHost,
        int failuresBeforeRest,
        Duration rest) {
    static OutboundSettings standard() {
        return new OutboundSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                List.of(),
                Optional.empty(),
                32,
                5,
                Duration.ofSeconds(10));
    }

    OutboundSettings {
        allow = List.copyOf(allow);
    }
}
