package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.CheckTrail;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.OutboundResponse;
import io.vestibule.outbound.Reach;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Exchanges a code for tokens (RFC 6749 §4.1.3, OpenID Connect Core §3.1.3). */
final class TokenEndpoint {
    private static final int LARGEST_ANSWER = 256 * 1024;

    /** What the endpoint gave; not yet believed. */
    record Tokens(String idToken, Optional<String> accessToken) {
        @Override
        public String toString() {
            return "Tokens[***]";
        }
    }

    private final OutboundClient outbound;
    private final ClientAuthentication authentication;

    TokenEndpoint(OutboundClient outbound, ClientAuthentication authentication) {
        this.outbound = outbound;
        this.authentication = authentication;
    }

    Step<Tokens> exchange(ProviderMetadata provider, Reach reach, String code, URI redirectUri, String verifier) {
        ClientAuthentication.Proof proof = authentication.to(provider);
        Map<String, String> fields = new HashMap<>(proof.fields());
        fields.put("grant_type", "authorization_code");
        fields.put("code", code);
        fields.put("redirect_uri", redirectUri.toString());
        fields.put("code_verifier", verifier);
        Map<String, String> headers = new HashMap<>(proof.headers());
        headers.put("Accept", "application/json");
        return switch (outbound.postForm(provider.tokenEndpoint(), headers, fields, reach.upTo(LARGEST_ANSWER))) {
            case OutboundOutcome.Failed failed ->
                Step.unreachable("token endpoint: " + failed.kind() + " " + failed.detail());
            case OutboundOutcome.Answered(OutboundResponse response) ->
                response.ok() ? tokens(response) : refused(response);
        };
    }

    private static Step<Tokens> tokens(OutboundResponse response) {
        Optional<Json> json = Json.parse(response.text());
        Optional<String> idToken = json.flatMap(body -> body.text("id_token"));
        if (idToken.isEmpty()) {
            return Step.invalid("id-token-missing", "a JSON object with id_token", response.mediaType());
        }
        CheckTrail.met("code-refused", "a code of this login");
        CheckTrail.met("id-token-missing", "a JSON object with id_token");
        // RFC 6749 §7.1: a token of a type we do not know is not used; without it there is only the id_token.
        boolean bearer = json.flatMap(body -> body.text("token_type"))
                .filter("Bearer"::equalsIgnoreCase)
                .isPresent();
        Optional<String> accessToken = json.flatMap(body -> body.text("access_token"))
                .filter(token -> bearer && token.chars().allMatch(c -> c > 0x20 && c < 0x7f));
        return Step.done(new Tokens(idToken.get(), accessToken));
    }

    /** The provider's error code is shown, its description is not: it may repeat what we sent. */
    private static Step<Tokens> refused(OutboundResponse response) {
        Optional<String> error = Json.parse(response.text()).flatMap(body -> body.text("error"));
        boolean broken = response.status() >= 500 || response.status() == 429;
        if (broken || error.isEmpty()) {
            return Step.unreachable("token endpoint answered " + response.status());
        }
        return error.get().equals("invalid_grant")
                ? Step.invalid("code-refused", "a code of this login", "invalid_grant")
                : Step.stopped(new Rejected(
                        Rejection.DENIED_UPSTREAM, "token-endpoint-refused", "tokens", Shown.of(error.get())));
    }
}
