package io.vestibule.protocol.keystone.delegation;

import com.fasterxml.jackson.databind.JsonNode;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Moments as the Identity API writes them, to the microsecond, in UTC. */
final class Times {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);
    private static final String MALFORMED = " The server could not comply with the request since it is either malformed"
            + " or otherwise incorrect. The client is assumed to be in error.";

    private Times() {}

    /** With the letter that says UTC. */
    static String utc(Instant moment) {
        return bare(moment) + "Z";
    }

    static String bare(Instant moment) {
        return MICROSECONDS.format(moment);
    }

    /** When something is to end, if it is; in the past there is nothing to end. */
    static Optional<Instant> expiry(JsonNode value, Instant now) {
        if (!value.isTextual() || value.asText().isEmpty()) {
            return Optional.empty();
        }
        Instant moment = read(value.asText())
                .orElseThrow(() -> KeystoneRefused.badRequest("Timestamp not in expected format." + MALFORMED));
        if (moment.isBefore(now)) {
            throw KeystoneRefused.badRequest("The 'expires_at' must not be before now." + MALFORMED);
        }
        return Optional.of(moment);
    }

    /** ISO 8601, extended or as AWS writes it; without a zone it is UTC. */
    static Optional<Instant> read(String text) {
        String extended = text.matches("\\d{8}T\\d{6}Z")
                ? text.replaceFirst("(....)(..)(..)T(..)(..)(..)Z", "$1-$2-$3T$4:$5:$6Z")
                : text;
        try {
            Instant moment = extended.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                    ? OffsetDateTime.parse(extended).toInstant()
                    : LocalDateTime.parse(extended).toInstant(ZoneOffset.UTC);
            return Optional.of(moment.truncatedTo(ChronoUnit.MICROS)); // as the database keeps it
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }
}
