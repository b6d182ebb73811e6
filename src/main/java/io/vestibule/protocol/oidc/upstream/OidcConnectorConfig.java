package io.vestibule.protocol.oidc.upstream;

import io.vestibule.identity.Secret;
import io.vestibule.keys.SigningAlgorithm;
import io.vestibule.realm.AssuranceWords;
import io.vestibule.realm.reading.IfAbsent;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A provider and how to be its client.
 *
 * @param issuer exactly as the provider writes it; its origin may be an internal address
 * @param tokenEndpointAuthMethod {@code client_secret_basic}, {@code client_secret_post}, {@code private_key_jwt}, {@code none}
 * @param clientAssertionAlgorithm for private_key_jwt, signed with this realm's key, which its JWKS publishes
 * @param userinfo whether to ask the userinfo endpoint too
 * @param usernameClaim becomes {@code preferred_username}; nested names with dots ({@code realm_access.roles})
 * @param groupsClaim becomes {@code groups}
 * @param acrValues asked for when the application asks for none, in the provider's words
 * @param acr words of this realm, the strongest first, to the provider's for them ({@code acr}), the one to ask for first
 * @param amr words of this realm to what shows them in the provider's {@code amr}: any of the list, of one entry all words
 * @param acrRequest how a class is asked for; some providers know one way only, some none
 * @param requiredAcr when given, an authentication of another class is refused; in the provider's words
 * @param forwardPassive whether a request that may show nothing is passed on ({@code prompt=none}) rather than refused here
 * @param responseMode {@code query}, or {@code form_post}, which keeps codes out of addresses
 * @param maxAge oldest authentication accepted, whatever the application asks
 * @param trustedAudiences others who may stand in {@code aud} beside this client
 * @param requiredClaims claim to accepted values; a person without one of them is refused ({@code hd: [example.org]})
 * @param parameters sent along with each authorization request
 * @param signOutUpstream whether signing out here signs out there too (RP-Initiated Logout); it then wants
 *     {@code …/logout/returned} of this realm as a post-logout redirect URI
 * @param frontChannelLogout whether the provider loads {@code …/front-channel-logout} of this connector in a frame when it
 *     signed somebody out: browsers then hold a cookie more, which frames on other sites see
 * @param bearer which access tokens that other programs bring are believed; when absent, those for this client
 * @param keyRefreshFloor the provider's keys are fetched again at most this often when an unknown one appears
 */
public record OidcConnectorConfig(
        URI issuer,
        String clientId,
        Optional<Secret> clientSecret,
        @IfAbsent("client_secret_basic") String tokenEndpointAuthMethod,
        @IfAbsent("RS256") String clientAssertionAlgorithm,
        @IfAbsent("token-endpoint") AssertionAudience clientAssertionAudience,
        @IfAbsent("[openid, profile, email]") List<String> scopes,
        @IfAbsent("true") boolean userinfo,
        @IfAbsent("preferred_username") String usernameClaim,
        @IfAbsent("groups") String groupsClaim,
        List<String> acrValues,
        Map<String, List<String>> acr,
        Map<String, List<String>> amr,
        @IfAbsent("acr-values") AcrRequest acrRequest,
        List<String> requiredAcr,
        @IfAbsent("true") boolean forwardLoginHint,
        @IfAbsent("true") boolean forwardPassive,
        @IfAbsent("[RS256, ES256, PS256, EdDSA]") List<String> idTokenAlgorithms,
        @IfAbsent("60s") Duration clockSkew,
        @IfAbsent("query") String responseMode,
        Optional<Duration> maxAge,
        List<String> trustedAudiences,
        Map<String, List<String>> requiredClaims,
        Map<String, String> parameters,
        @IfAbsent("10s") Duration keyRefreshFloor,
        @IfAbsent("false") boolean signOutUpstream,
        @IfAbsent("false") boolean frontChannelLogout,
        Optional<BearerPolicy> bearer)
        implements AssuranceWords {
    /** How this client shows the token endpoint that it is itself; as registered (OpenID Connect Core §9). */
    enum AuthMethod {
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        PRIVATE_KEY_JWT,
        NONE;

        boolean usesSecret() {
            return this == CLIENT_SECRET_BASIC || this == CLIENT_SECRET_POST;
        }
    }

    /** Whom a client assertion is for: providers differ (OpenID Connect Core §9, RFC 7523 §3). */
    public enum AssertionAudience {
        TOKEN_ENDPOINT,
        ISSUER
    }

    /** How a provider is asked for a class (OpenID Connect Core §3.1.2.1, §5.5.1.1). */
    public enum AcrRequest {
        ACR_VALUES,
        CLAIM,
        /** It then refuses rather than answer with another one, and is asked once more without. */
        ESSENTIAL_CLAIM,
        NONE
    }

    private static final Set<String> VERIFIABLE =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    private static final String FORM_POST = "form_post";
    private static final Duration LARGEST_SKEW = Duration.ofMinutes(10);

    public OidcConnectorConfig {
        scopes = List.copyOf(scopes);
        acrValues = List.copyOf(acrValues);
        requiredAcr = List.copyOf(requiredAcr);
        acr = Collections.unmodifiableMap(new LinkedHashMap<>(acr)); // in the order of the file
        amr = Collections.unmodifiableMap(new LinkedHashMap<>(amr));
        idTokenAlgorithms = List.copyOf(idTokenAlgorithms);
        trustedAudiences = List.copyOf(trustedAudiences);
        requiredClaims = Map.copyOf(requiredClaims);
        parameters = Map.copyOf(parameters);
        boolean web = ("https".equals(issuer.getScheme()) || "http".equals(issuer.getScheme()))
                && issuer.getHost() != null
                && issuer.getRawQuery() == null
                && issuer.getRawFragment() == null;
        require(web, "issuer must be an http(s) URL without query and fragment"); // OpenID Connect Core §1.2
        require(!clientId.isBlank(), "clientId must not be empty");
        boolean bySecret = oneOf("tokenEndpointAuthMethod", tokenEndpointAuthMethod, AuthMethod.class)
                .usesSecret();
        require(
                bySecret == clientSecret.isPresent(),
                bySecret
                        ? "clientSecret is needed for tokenEndpointAuthMethod " + tokenEndpointAuthMethod
                        : "clientSecret is of no use with tokenEndpointAuthMethod " + tokenEndpointAuthMethod);
        require(
                List.of(SigningAlgorithm.values()).stream()
                        .anyMatch(a -> a.name().equals(clientAssertionAlgorithm)),
                "clientAssertionAlgorithm must be one of " + List.of(SigningAlgorithm.values()));
        require(
                responseMode.equals("query") || responseMode.equals(FORM_POST),
                "responseMode must be query or " + FORM_POST);
        require(scopes.contains("openid"), "scopes must contain openid"); // OpenID Connect Core §3.1.2.1
        require(!idTokenAlgorithms.isEmpty(), "idTokenAlgorithms must name at least one");
        for (String algorithm : idTokenAlgorithms) {
            // RFC 8725 §3.1, §3.2: none and the HMAC family are never an answer to the question who signed.
            require(
                    VERIFIABLE.contains(algorithm),
                    "idTokenAlgorithms can hold "
                            + String.join(", ", VERIFIABLE.stream().sorted().toList()));
        }
        require(
                !clockSkew.isNegative() && clockSkew.compareTo(LARGEST_SKEW) <= 0,
                "clockSkew must be between 0s and 10m");
        require(!keyRefreshFloor.isNegative(), "keyRefreshFloor must not be negative");
        for (String name : parameters.keySet()) {
            require(
                    !AuthorizationAsk.OWN_PARAMETERS.contains(name),
                    "parameters must not hold " + name + ", which this server sets itself");
        }
    }

    /** A provider with everything else as usual; without a secret a public client. */
    public static OidcConnectorConfig of(URI issuer, String clientId, Optional<Secret> clientSecret) {
        return new OidcConnectorConfig(
                issuer,
                clientId,
                clientSecret,
                clientSecret.isPresent() ? "client_secret_basic" : "none",
                "RS256",
                AssertionAudience.TOKEN_ENDPOINT,
                List.of("openid", "profile", "email"),
                true,
                "preferred_username",
                "groups",
                List.of(),
                Map.of(),
                Map.of(),
                AcrRequest.ACR_VALUES,
                List.of(),
                true,
                true,
                List.of("RS256", "ES256", "PS256", "EdDSA"),
                Duration.ofSeconds(60),
                "query",
                Optional.empty(),
                List.of(),
                Map.of(),
                Map.of(),
                Duration.ofSeconds(10),
                false,
                false,
                Optional.empty());
    }

    @Override
    public List<String> translatedTo() {
        return Stream.concat(acr.keySet().stream(), amr.keySet().stream())
                .distinct()
                .toList();
    }

    AuthMethod authMethod() {
        return oneOf("tokenEndpointAuthMethod", tokenEndpointAuthMethod, AuthMethod.class);
    }

    SigningAlgorithm assertionAlgorithm() {
        return SigningAlgorithm.valueOf(clientAssertionAlgorithm);
    }

    boolean answersByFormPost() {
        return responseMode.equals(FORM_POST);
    }

    private static <E extends Enum<E>> E oneOf(String key, String registered, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(registered))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(key + " must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }

    private static void require(boolean met, String otherwise) {
        if (!met) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
