package io.vestibule.protocol.oidc.downstream;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.vestibule.identity.Secret;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A relying party's {@code oidc} block. Key names are those of RFC 7591 and OpenID Connect Dynamic Client Registration,
 * spelt in camel case, where one exists; values keep their registered spelling ({@code client_secret_basic}, {@code RS256}).
 *
 * @param redirectUris compared as exact strings; {@code http://127.0.0.1/…} and {@code http://[::1]/…} of a public relying
 *     party match any port (RFC 8252 §7.3)
 * @param clientSecrets at most two, so that one can be rotated out
 * @param clientSecretHashes secrets as {@code sha256:} and 64 hexadecimal digits; only for generated ones
 * @param tokenEndpointAuthMethod {@code client_secret_basic}, {@code client_secret_post}, {@code private_key_jwt}, {@code none}
 * @param jwks its public keys, a JWK set in JSON
 * @param jwksUri where its public keys are published
 * @param pkce {@code required}, {@code optional}, {@code refused}; the realm's when absent
 * @param claimsInIdToken whether profile, email and groups stand in the ID token too (Gerrit reads them only there)
 * @param grantTypes some of {@code authorization_code}, {@code refresh_token}, {@code client_credentials};
 *     {@code urn:ietf:params:oauth:grant-type:device_code} for devices and command lines that can open no browser (RFC 8628);
 *     and {@code password} for those that know nothing else (RFC 9700 §2.4 advises against it)
 * @param scopes what it may ask for; anything else it asks for is left out
 * @param backchannelLogoutUri where it is told that a session is over (OpenID Connect Back-Channel Logout §2.2)
 * @param frontchannelLogoutUri a page of its own that signs the browser out there, when it has no back channel
 *     (OpenID Connect Front-Channel Logout §2)
 * @param offlineEndsWithSession whether {@code offline_access} given out from now on ends with its session all the same
 * @param audience who else its access tokens are for
 * @param resourceServer may introspect every token of the realm
 */
public record OidcRelyingParty(
        List<String> redirectUris,
        List<String> postLogoutRedirectUris,
        List<Secret> clientSecrets,
        List<String> clientSecretHashes,
        @IfAbsent("client_secret_basic") String tokenEndpointAuthMethod,
        Optional<String> jwks,
        Optional<URI> jwksUri,
        @IfAbsent("[authorization_code, refresh_token]") Set<String> grantTypes,
        Optional<PkcePolicy> pkce,
        @IfAbsent("RS256") String idTokenSignedResponseAlg,
        @IfAbsent("ES256") String accessTokenSignedResponseAlg,
        Optional<Duration> codeLifetime,
        Optional<Duration> idTokenLifetime,
        Optional<Duration> accessTokenLifetime,
        Optional<Duration> refreshTokenLifetime,
        @IfAbsent("false") boolean claimsInIdToken,

        @IfAbsent("[openid, profile, email, address, phone, groups, offline_access, 'federated:id']")
        Set<String> scopes,

        Optional<URI> backchannelLogoutUri,
        Optional<URI> frontchannelLogoutUri,
        @IfAbsent("false") boolean offlineEndsWithSession,
        List<String> audience,
        @IfAbsent("false") boolean resourceServer) {
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int MOST_SECRETS = 2;

    public OidcRelyingParty {
        redirectUris = List.copyOf(redirectUris);
        postLogoutRedirectUris = List.copyOf(postLogoutRedirectUris);
        clientSecrets = List.copyOf(clientSecrets);
        clientSecretHashes = List.copyOf(clientSecretHashes);
        grantTypes = Set.copyOf(grantTypes);
        scopes = Set.copyOf(scopes);
        audience = List.copyOf(audience);
        ClientAuthMethod method = ClientAuthMethod.of(tokenEndpointAuthMethod)
                .orElseThrow(() -> new IllegalArgumentException("tokenEndpointAuthMethod must be one of "
                        + String.join(
                                ", ",
                                Arrays.stream(ClientAuthMethod.values())
                                        .map(ClientAuthMethod::registeredName)
                                        .toList())));
        requireCredentials(method, clientSecrets, clientSecretHashes, jwks, jwksUri);
        requireGrants(method, grantTypes, redirectUris);
        redirectUris.forEach(uri -> RedirectUris.requireRegistrable("redirectUris", uri, method));
        postLogoutRedirectUris.forEach(uri -> RedirectUris.requireRegistrable("postLogoutRedirectUris", uri, method));
        if (method == ClientAuthMethod.NONE && pkce.isPresent() && pkce.get() != PkcePolicy.REQUIRED) {
            throw new IllegalArgumentException("pkce is always required of a relying party without credentials");
        }
        backchannelLogoutUri.ifPresent(uri -> requireWeb("backchannelLogoutUri", uri));
        frontchannelLogoutUri.ifPresent(uri -> requireWeb("frontchannelLogoutUri", uri));
        algorithm("idTokenSignedResponseAlg", idTokenSignedResponseAlg);
        algorithm("accessTokenSignedResponseAlg", accessTokenSignedResponseAlg);
        codeLifetime.ifPresent(OidcRealm::requireCodeLifetime);
        idTokenLifetime.ifPresent(lifetime -> OidcRealm.requirePositive("idTokenLifetime", lifetime));
        accessTokenLifetime.ifPresent(lifetime -> OidcRealm.requirePositive("accessTokenLifetime", lifetime));
        refreshTokenLifetime.ifPresent(lifetime -> OidcRealm.requirePositive("refreshTokenLifetime", lifetime));
    }

    ClientAuthMethod authMethod() {
        return ClientAuthMethod.of(tokenEndpointAuthMethod).orElseThrow();
    }

    /** A public client (RFC 6749 §2.1): it can keep no secret. */
    boolean isPublic() {
        return authMethod() == ClientAuthMethod.NONE;
    }

    SigningAlgorithm idTokenAlgorithm() {
        return SigningAlgorithm.valueOf(idTokenSignedResponseAlg);
    }

    SigningAlgorithm accessTokenAlgorithm() {
        return SigningAlgorithm.valueOf(accessTokenSignedResponseAlg);
    }

    private static void requireWeb(String key, URI uri) {
        boolean web = ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawFragment() == null; // Back-Channel Logout §2.2
        if (!web) {
            throw new IllegalArgumentException(key + " must be an http(s) URL without a fragment");
        }
    }

    private static void algorithm(String key, String name) {
        if (Arrays.stream(SigningAlgorithm.values())
                .noneMatch(known -> known.name().equals(name))) {
            throw new IllegalArgumentException(key + " must be one of "
                    + String.join(
                            ", ",
                            Arrays.stream(SigningAlgorithm.values())
                                    .map(Enum::name)
                                    .toList()));
        }
    }

    private static void requireCredentials(
            ClientAuthMethod method,
            List<Secret> secrets,
            List<String> hashes,
            Optional<String> jwks,
            Optional<URI> jwksUri) {
        int known = secrets.size() + hashes.size();
        if (known > MOST_SECRETS) {
            throw new IllegalArgumentException("clientSecrets may be at most two, hashes included");
        }
        if (secrets.stream().anyMatch(secret -> secret.reveal().isBlank())) {
            throw new IllegalArgumentException("clientSecrets may not hold an empty secret");
        }
        if (!hashes.stream().allMatch(hash -> HASH.matcher(hash).matches())) {
            throw new IllegalArgumentException("clientSecretHashes are written sha256: and 64 hexadecimal digits");
        }
        if (method.usesSecret() != (known > 0)) {
            throw new IllegalArgumentException(
                    known > 0
                            ? "clientSecrets are of no use with tokenEndpointAuthMethod " + method.registeredName()
                            : "clientSecrets or clientSecretHashes must be given for tokenEndpointAuthMethod "
                                    + method.registeredName());
        }
        boolean keys = jwks.isPresent() != jwksUri.isPresent();
        if (method == ClientAuthMethod.PRIVATE_KEY_JWT && !keys) {
            throw new IllegalArgumentException("jwks or jwksUri, one of them, must be given for private_key_jwt");
        }
        jwks.ifPresent(OidcRelyingParty::requirePublicKeys);
    }

    private static void requirePublicKeys(String jwks) {
        try {
            List<JWK> keys = JWKSet.parse(jwks).getKeys();
            if (keys.isEmpty() || keys.stream().anyMatch(JWK::isPrivate)) {
                throw new IllegalArgumentException("jwks must hold public keys and no private one");
            }
        } catch (ParseException broken) {
            throw new IllegalArgumentException("jwks is no JWK set in JSON (RFC 7517 section 5)", broken);
        }
    }

    private static void requireGrants(ClientAuthMethod method, Set<String> grants, List<String> redirectUris) {
        if (grants.isEmpty() || !GrantTypes.ALL.containsAll(grants)) {
            throw new IllegalArgumentException("grantTypes must be some of " + String.join(", ", GrantTypes.ALL));
        }
        if (grants.contains(GrantTypes.AUTHORIZATION_CODE) == redirectUris.isEmpty()) {
            throw new IllegalArgumentException(
                    redirectUris.isEmpty()
                            ? "redirectUris must be given for the grant authorization_code"
                            : "redirectUris are of no use without the grant authorization_code");
        }
        if (grants.contains(GrantTypes.REFRESH_TOKEN)
                && GrantTypes.OF_PEOPLE.stream().noneMatch(grants::contains)) {
            throw new IllegalArgumentException(
                    "grantTypes: refresh_token needs " + String.join(" or ", GrantTypes.OF_PEOPLE));
        }
        if (grants.contains(GrantTypes.CLIENT_CREDENTIALS) && method == ClientAuthMethod.NONE) {
            throw new IllegalArgumentException("grantTypes: client_credentials needs a relying party with credentials");
        }
    }
}
