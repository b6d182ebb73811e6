package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.OIDCClaimsRequest;
import com.nimbusds.openid.connect.sdk.claims.ClaimRequirement;
import com.nimbusds.openid.connect.sdk.claims.ClaimsSetRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an authorization request asks beyond the usual.
 *
 * @param state unguessable, comes back with the answer
 * @param prompt {@code login}, {@code select_account}, both, or {@code none} alone
 */
public record AuthorizationAsk(
        URI redirectUri,
        String state,
        List<String> acrValues,
        List<String> prompt,
        Optional<Duration> maxAge,
        Optional<String> loginHint,
        List<String> uiLocales) {
    static final Set<String> OWN_PARAMETERS = Set.of(
            "response_type",
            "response_mode",
            "client_id",
            "redirect_uri",
            "scope",
            "state",
            "nonce",
            "code_challenge",
            "code_challenge_method",
            "request",
            "request_uri",
            "max_age");

    /** A request that asks nothing special. */
    public static AuthorizationAsk plain(URI redirectUri, String state) {
        return new AuthorizationAsk(
                redirectUri, state, List.of(), List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /** The address to send the browser to (OpenID Connect Core §3.1.2.1, RFC 7636 §4.3). */
    URI address(ProviderMetadata provider, OidcConnectorConfig config, String nonce, String verifier) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", config.clientId());
        query.put("redirect_uri", redirectUri.toString());
        query.put("scope", String.join(" ", config.scopes()));
        query.put("state", state);
        query.put("nonce", nonce);
        query.put("code_challenge", challenge(verifier));
        query.put("code_challenge_method", "S256");
        if (config.answersByFormPost()) {
            query.put("response_mode", "form_post");
        }
        List<String> wantedAcr = acrValues.isEmpty() ? config.acrValues() : acrValues;
        askFor(query, wantedAcr, config.acrRequest());
        putList(query, "prompt", prompt);
        putList(query, "ui_locales", uiLocales);
        maxAge.ifPresent(age -> query.put("max_age", Long.toString(age.toSeconds())));
        loginHint.filter(hint -> config.forwardLoginHint()).ifPresent(hint -> query.put("login_hint", hint));
        config.parameters().forEach(query::putIfAbsent);
        return with(provider.authorizationEndpoint(), query);
    }

    /** {@code address} with more query parameters behind those it has (RFC 6749 §3.1). */
    static URI with(URI address, Map<String, String> parameters) {
        String more = parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        return URI.create(address + (address.getRawQuery() == null ? "?" : "&") + more);
    }

    private static String challenge(String verifier) {
        return CodeChallenge.compute(CodeChallengeMethod.S256, new CodeVerifier(verifier))
                .getValue();
    }

    private static void askFor(Map<String, String> query, List<String> classes, OidcConnectorConfig.AcrRequest how) {
        if (classes.isEmpty() || how == OidcConnectorConfig.AcrRequest.NONE) {
            return;
        }
        if (how == OidcConnectorConfig.AcrRequest.ACR_VALUES) {
            putList(query, "acr_values", classes);
            return;
        }
        ClaimRequirement requirement = how == OidcConnectorConfig.AcrRequest.ESSENTIAL_CLAIM
                ? ClaimRequirement.ESSENTIAL
                : ClaimRequirement.VOLUNTARY;
        query.put(
                "claims",
                new OIDCClaimsRequest()
                        .withIDTokenClaimsRequest(new ClaimsSetRequest()
                                .add(new ClaimsSetRequest.Entry("acr")
                                        .withClaimRequirement(requirement)
                                        .withValues(classes)))
                        .toJSONString());
    }

    private static void putList(Map<String, String> query, String name, List<String> values) {
        if (!values.isEmpty()) {
            query.put(name, String.join(" ", values));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
