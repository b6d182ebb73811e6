package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Step;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.OutboundResponse;
import io.vestibule.outbound.Reach;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** Asks the provider for more about the person (OpenID Connect Core §5.3). */
final class UserinfoEndpoint {
    private final OutboundClient outbound;

    UserinfoEndpoint(OutboundClient outbound) {
        this.outbound = outbound;
    }

    Step<Json> claims(URI endpoint, Reach reach, String accessToken, String subject) {
        Map<String, String> headers = Map.of("Authorization", "Bearer " + accessToken, "Accept", "application/json");
        return switch (outbound.get(endpoint, headers, reach)) {
            case OutboundOutcome.Failed failed ->
                Step.unreachable("userinfo: " + failed.kind() + " " + failed.detail());
            case OutboundOutcome.Answered(OutboundResponse response) -> read(response, subject);
        };
    }

    private static Step<Json> read(OutboundResponse response, String subject) {
        if (!response.ok()) {
            return Step.unreachable("userinfo answered " + response.status());
        }
        Optional<Json> json = Json.parse(response.text());
        if (json.isEmpty()) {
            return Step.invalid("userinfo-malformed", "a JSON object", response.mediaType());
        }
        // §5.3.2: claims of another subject are not used (token substitution).
        Optional<String> theirs = json.get().text("sub");
        if (theirs.filter(subject::equals).isEmpty()) {
            return Step.invalid("userinfo-subject", subject, theirs.orElse("(none)"));
        }
        CheckTrail.met("userinfo-subject", subject);
        return Step.done(json.get());
    }
}
