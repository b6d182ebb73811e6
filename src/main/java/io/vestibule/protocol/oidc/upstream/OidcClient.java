package io.vestibule.protocol.oidc.upstream;

import com.nimbusds.jwt.SignedJWT;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.Step;
import io.vestibule.identity.Secret;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.Reach;
import io.vestibule.records.RandomTokens;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A client of one provider: asks for a login and verifies the answer. Keeps nothing between the two. */
public final class OidcClient {
    private static final String NONCE = "nonce";
    private static final String VERIFIER = "verifier";
    private static final String ISSUER = "issuer";
    private static final String AUTHENTICATED_AFTER = "after";
    private static final String MAX_AGE = "max_age";

    private final OidcConnectorConfig config;
    private final Provider provider;
    private final TokenEndpoint tokenEndpoint;
    private final IdTokenSignature signature;
    private final UserinfoEndpoint userinfo;
    private final BearerTokens bearer;
    private final RandomTokens tokens;
    private final Clock clock;

    OidcClient(
            OidcConnectorConfig config,
            OutboundClient outbound,
            ClientAuthentication.Signer signer,
            RandomTokens tokens,
            Clock clock) {
        this.config = config;
        this.provider = new Provider(config.issuer(), outbound, clock, config.keyRefreshFloor());
        ClientAuthentication authentication = new ClientAuthentication(config, signer, tokens, clock);
        this.tokenEndpoint = new TokenEndpoint(outbound, authentication);
        this.signature = new IdTokenSignature(provider, config.idTokenAlgorithms());
        this.userinfo = new UserinfoEndpoint(outbound);
        this.bearer = new BearerTokens(config, provider, signature, outbound, authentication, clock);
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Where to send the browser, and what to remember in a place that only this browser and we can use. */
    public record Asked(URI address, Map<String, String> memory) {}

    public Step<Asked> ask(AuthorizationAsk ask) {
        return provider.metadata().then(metadata -> {
            String nonce = tokens.next();
            String verifier = tokens.next(); // RFC 7636 §4.1: 43 characters of base64url
            Map<String, String> memory = new HashMap<>();
            memory.put(NONCE, nonce);
            memory.put(VERIFIER, verifier);
            memory.put(ISSUER, metadata.issuer());
            ask.maxAge().ifPresent(age -> memory.put(MAX_AGE, Long.toString(age.toSeconds())));
            if (ask.prompt().contains("login")) {
                memory.put(AUTHENTICATED_AFTER, Long.toString(clock.instant().getEpochSecond()));
            }
            return Step.done(new Asked(ask.address(metadata, config, nonce, verifier), memory));
        });
    }

    /** Verifies what the browser brought back for {@code state} to {@code redirectUri}. */
    public Step<VerifiedLogin> redeem(
            InboundMessage message, String state, URI redirectUri, Map<String, String> memory) {
        return provider.metadata().then(metadata -> {
            String askedIssuer = memory.getOrDefault(ISSUER, "");
            if (!askedIssuer.equals(metadata.issuer())) {
                return Step.invalid("issuer-changed", metadata.issuer(), askedIssuer);
            }
            return new AuthorizationAnswer(message, metadata, state)
                    .code()
                    .then(code -> tokenEndpoint.exchange(
                            metadata, provider.reach(), code, redirectUri, memory.getOrDefault(VERIFIER, "")))
                    .then(received -> verify(metadata, received, memory));
        });
    }

    /** How far calls to the provider may reach. */
    Reach reach() {
        return provider.reach();
    }

    /** Where the provider ends its own session (OpenID Connect RP-Initiated Logout §2), when it says where. */
    public Step<Optional<URI>> endSession(Optional<Secret> idTokenHint, URI returnTo, String state) {
        return provider.metadata()
                .then(metadata -> Step.done(metadata.endSessionEndpoint().map(endpoint -> {
                    Map<String, String> query = new HashMap<>();
                    idTokenHint.filter(this::isTheirs).ifPresent(hint -> query.put("id_token_hint", hint.reveal()));
                    query.put("client_id", config.clientId());
                    query.put("post_logout_redirect_uri", returnTo.toString());
                    query.put("state", state);
                    return AuthorizationAsk.with(endpoint, query);
                })));
    }

    /** The connector may have been another provider's when the person came: what that one said is not for this one to read. */
    private boolean isTheirs(Secret idToken) {
        try {
            return config.issuer()
                    .toString()
                    .equals(SignedJWT.parse(idToken.reveal()).getJWTClaimsSet().getIssuer());
        } catch (ParseException none) {
            return false;
        }
    }

    /** What an access token says that somebody else's program brought. */
    Step<BearerTokens.Believed> bearer(String accessToken) {
        return bearer.believed(accessToken);
    }

    /** What a back-channel logout token says, when the provider signed it for this client. */
    public Step<LogoutToken> ended(String compact) {
        return signature
                .verified(compact, LogoutToken.TYPES)
                .then(token -> LogoutToken.checked(token.claims(), config, clock.instant()));
    }

    private Step<VerifiedLogin> verify(
            ProviderMetadata metadata, TokenEndpoint.Tokens received, Map<String, String> memory) {
        Expectation expectation = new Expectation(
                config,
                memory.getOrDefault(NONCE, ""),
                received.accessToken(),
                authenticatedAfter(memory),
                clock.instant());
        return signature
                .verified(received.idToken())
                .then(token -> IdTokenChecks.passed(token, expectation))
                .then(token -> more(metadata, received, token)
                        .then(info -> Step.done(new VerifiedLogin(
                                token.text("sub").orElseThrow(),
                                new Secret(token.compact()),
                                token.claims().members(),
                                info.members()))));
    }

    /** The later of: the moment of asking when a new login was asked for, and now less the greatest age. */
    private Optional<Instant> authenticatedAfter(Map<String, String> memory) {
        Optional<Instant> asked = Optional.ofNullable(memory.get(AUTHENTICATED_AFTER))
                .map(Long::parseLong)
                .map(Instant::ofEpochSecond);
        Optional<Instant> young = Optional.ofNullable(memory.get(MAX_AGE))
                .map(Long::parseLong)
                .map(age -> clock.instant().minus(Duration.ofSeconds(age)));
        return asked.isPresent() ? asked : young;
    }

    private Step<Json> more(ProviderMetadata metadata, TokenEndpoint.Tokens received, IdToken token) {
        Optional<URI> endpoint = metadata.userinfoEndpoint().filter(there -> config.userinfo());
        if (endpoint.isEmpty() || received.accessToken().isEmpty()) {
            return Step.done(new Json(Map.of()));
        }
        return userinfo.claims(
                endpoint.get(),
                provider.reach(),
                received.accessToken().get(),
                token.text("sub").orElseThrow());
    }
}
