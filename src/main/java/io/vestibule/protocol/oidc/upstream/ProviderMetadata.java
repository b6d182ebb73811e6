package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.Step;
import java.net.URI;
import java.util.Optional;

/**
 * What a provider says about itself (OpenID Connect Discovery §3), as far as a relying party needs it.
 *
 * @param namesItself whether every answer carries {@code iss} (RFC 9207 §3)
 */
public record ProviderMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI jwksUri,
        Optional<URI> userinfoEndpoint,
        Optional<URI> endSessionEndpoint,
        Optional<URI> introspectionEndpoint,
        boolean namesItself) {
    /** The document, when it is this issuer's own and its endpoints are as safe as the issuer. */
    static Step<ProviderMetadata> parse(String document, URI issuer) {
        Optional<Json> parsed = Json.parse(document);
        if (parsed.isEmpty()) {
            return Step.unreachable("the discovery document is no JSON object");
        }
        Json json = parsed.get();
        String named = json.text("issuer").orElse("");
        if (!named.equals(issuer.toString())) {
            // OpenID Connect Discovery §4.3: a document of another issuer is not used (impersonation, mix-up).
            return Step.unreachable("the discovery document names issuer '" + named + "', configured is " + issuer);
        }
        boolean encrypted = "https".equals(issuer.getScheme());
        Optional<URI> authorization = endpoint(json, "authorization_endpoint", encrypted);
        Optional<URI> token = endpoint(json, "token_endpoint", encrypted);
        Optional<URI> jwks = endpoint(json, "jwks_uri", encrypted);
        if (authorization.isEmpty() || token.isEmpty() || jwks.isEmpty()) {
            return Step.unreachable(
                    "the discovery document lacks a usable authorization_endpoint, token_endpoint or jwks_uri");
        }
        return Step.done(new ProviderMetadata(
                named,
                authorization.get(),
                token.get(),
                jwks.get(),
                endpoint(json, "userinfo_endpoint", encrypted),
                endpoint(json, "end_session_endpoint", encrypted),
                endpoint(json, "introspection_endpoint", encrypted),
                json.isTrue("authorization_response_iss_parameter_supported")));
    }

    /** An http(s) URL without fragment (RFC 6749 §3.1), and https where the issuer is https. */
    private static Optional<URI> endpoint(Json json, String name, boolean encrypted) {
        return json.url(name)
                .filter(url -> "https".equals(url.getScheme()) || !encrypted && "http".equals(url.getScheme()))
                .filter(url -> url.getHost() != null && url.getRawFragment() == null && url.getRawUserInfo() == null);
    }
}
