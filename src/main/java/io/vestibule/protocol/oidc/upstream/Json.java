package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.URISyntaxException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON object of somebody else's making: a member of another type than expected is as good as absent. */
record Json(Map<String, Object> members) {
    private static final long LAST_SECOND = 253_402_300_799L; // of the year 9999

    static Optional<Json> parse(String text) {
        try {
            Map<String, Object> members = JSONObjectUtils.parse(text);
            return Optional.ofNullable(members).map(Json::new);
        } catch (ParseException notAnObject) {
            return Optional.empty();
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(members.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** A NumericDate (RFC 7519 §2). */
    Optional<Instant> instant(String name) {
        return Optional.ofNullable(members.get(name))
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).longValue())
                .filter(seconds -> seconds >= 0 && seconds <= LAST_SECOND)
                .map(Instant::ofEpochSecond);
    }

    Optional<URI> url(String name) {
        return text(name).flatMap(Json::parsedUrl);
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    /** A list of texts, or one text as a list of one; anything else is empty. */
    List<String> texts(String name) {
        Object value = members.get(name);
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                ? list.stream().map(String.class::cast).toList()
                : List.of();
    }

    private static Optional<URI> parsedUrl(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
