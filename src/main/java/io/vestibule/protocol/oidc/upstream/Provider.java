package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.vestibule.connector.Step;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.OutboundResponse;
import io.vestibule.outbound.Reach;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One provider's documents, fetched when first needed and kept: its metadata and its keys. */
final class Provider {
    private static final Map<String, String> WANTS_JSON = Map.of("Accept", "application/json");

    private final URI issuer;
    private final OutboundClient outbound;
    private final Duration keyRefreshFloor;
    private final LastGood<ProviderMetadata> metadata;
    private final LastGood<JWKSet> keys;

    Provider(URI issuer, OutboundClient outbound, Clock clock, Duration keyRefreshFloor) {
        this.issuer = issuer;
        this.outbound = outbound;
        this.keyRefreshFloor = keyRefreshFloor;
        this.metadata = new LastGood<>(clock, this::fetchMetadata);
        this.keys = new LastGood<>(clock, this::fetchKeys);
    }

    Step<ProviderMetadata> metadata() {
        return metadata.get();
    }

    Step<JWKSet> keys() {
        return keys.get();
    }

    /** The keys after a rotation, when {@code seen} did not verify a signature; not more often than the floor allows. */
    Optional<JWKSet> keysNewerThan(JWKSet seen) {
        return keys.newerThan(seen, keyRefreshFloor);
    }

    /** How far calls to this provider may reach: its own origin is the operator's word, others must be public. */
    Reach reach() {
        return Reach.trusting(issuer);
    }

    private Step<ProviderMetadata> fetchMetadata() {
        // OpenID Connect Discovery §4: a terminating slash of the issuer is removed first.
        URI address = URI.create(issuer.toString().replaceFirst("/$", "") + "/.well-known/openid-configuration");
        return fetch(address, response -> ProviderMetadata.parse(response.text(), issuer));
    }

    private Step<JWKSet> fetchKeys() {
        return metadata().then(known -> fetch(known.jwksUri(), response -> parseKeys(response.text())));
    }

    private <T> Step<T> fetch(URI address, Function<OutboundResponse, Step<T>> read) {
        return switch (outbound.get(address, WANTS_JSON, reach())) {
            case OutboundOutcome.Failed failed ->
                Step.unreachable(failed.kind() + " " + address + ": " + failed.detail());
            case OutboundOutcome.Answered(OutboundResponse response) ->
                response.ok() ? read.apply(response) : Step.unreachable(address + " answered " + response.status());
        };
    }

    /** A key that cannot be read is left out: a provider may publish kinds that nobody here knows (RFC 7517 §5). */
    private static Step<JWKSet> parseKeys(String text) {
        Optional<Object> listed = Json.parse(text).map(set -> set.members().get("keys"));
        if (listed.isEmpty() || !(listed.get() instanceof List<?> entries)) {
            return Step.unreachable("the key set is no JSON object with keys");
        }
        List<JWK> keys = entries.stream()
                .filter(Map.class::isInstance)
                .map(entry -> parseKey((Map<?, ?>) entry))
                .flatMap(Optional::stream)
                .toList();
        return Step.done(new JWKSet(keys));
    }

    private static Optional<JWK> parseKey(Map<?, ?> entry) {
        Map<String, Object> members = new HashMap<>();
        entry.forEach((name, value) -> members.put(String.valueOf(name), value));
        try {
            return Optional.of(JWK.parse(members)).filter(key -> !key.isPrivate());
        } catch (ParseException | IllegalArgumentException | IllegalStateException unknownKind) {
            return Optional.empty();
        }
    }
}
