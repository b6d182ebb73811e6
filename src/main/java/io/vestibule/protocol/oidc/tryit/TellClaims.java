package io.vestibule.protocol.oidc.tryit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.protocol.oidc.tryit.TryItView.Claim;
import io.vestibule.protocol.oidc.tryit.TryItView.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Claims as a person reads them. */
final class TellClaims {
    private static final Set<String> SESSION = Set.of("sid", "auth_time", "acr", "amr");
    private static final Set<String> TIMES = Set.of("auth_time", "exp", "iat", "nbf", "updated_at");
    private static final ObjectMapper JSON = new ObjectMapper();

    private TellClaims() {}

    static Told of(TryIt.Kept kept) {
        Map<Boolean, List<Claim>> token = claims(kept.idTokenClaims())
                .collect(Collectors.partitioningBy(claim -> SESSION.contains(claim.name())));
        return new Told(
                name(kept),
                token.getOrDefault(true, List.of()),
                token.getOrDefault(false, List.of()),
                claims(kept.userinfoClaims()).toList());
    }

    private static Stream<Claim> claims(Map<String, Object> claims) {
        return claims.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> claim(entry.getKey(), entry.getValue()));
    }

    private static String name(TryIt.Kept kept) {
        return Stream.of("name", "preferred_username", "email", "sub")
                .flatMap(name ->
                        Stream.of(kept.userinfoClaims(), kept.idTokenClaims()).map(claims -> claims.get(name)))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .findFirst()
                .orElse("");
    }

    private static Claim claim(String name, Object value) {
        if (value instanceof String text) {
            return new Claim(name, text);
        }
        String json = json(value);
        boolean time = TIMES.contains(name) && value instanceof Number;
        return new Claim(name, time ? json + " (" + Instant.ofEpochSecond(((Number) value).longValue()) + ")" : json);
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what came as JSON goes as JSON", impossible);
        }
    }
}
