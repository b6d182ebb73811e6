package io.vestibule.protocol.oidc.upstream;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.Shown;
import io.vestibule.connector.Step;
import io.vestibule.outbound.OutboundClient;
import io.vestibule.outbound.OutboundOutcome;
import io.vestibule.outbound.OutboundResponse;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Access tokens of the provider that somebody else's program brings (RFC 6750). A JWT is verified by the provider's keys
 * (RFC 9068 §4), any other by asking the provider (RFC 7662); userinfo then says whether it still lives, and more about the
 * person. Whom it is for is {@link BearerPolicy}'s rule.
 */
final class BearerTokens {
    private static final int LONGEST = 16 * 1024;
    private static final int LONGEST_SUBJECT = 255;
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    /** RFC 9068 §2.1, and {@code jwt}, which providers older than it write; id_tokens are told apart by what they say. */
    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt", "jwt");

    private static final List<String> OF_ID_TOKENS = List.of("nonce", "at_hash", "c_hash");

    private final OidcConnectorConfig config;
    private final Provider provider;
    private final IdTokenSignature signature;
    private final OutboundClient outbound;
    private final ClientAuthentication authentication;
    private final Clock clock;

    BearerTokens(
            OidcConnectorConfig config,
            Provider provider,
            IdTokenSignature signature,
            OutboundClient outbound,
            ClientAuthentication authentication,
            Clock clock) {
        this.config = config;
        this.provider = provider;
        this.signature = signature;
        this.outbound = outbound;
        this.authentication = authentication;
        this.clock = clock;
    }

    /** What the token says, and what userinfo adds. */
    record Believed(String subject, Json token, Json userinfo) {}

    Step<Believed> believed(String token) {
        boolean bearer = !token.isEmpty()
                && token.length() <= LONGEST
                && token.chars().allMatch(c -> c > 0x20 && c < 0x7f); // RFC 6750 §2.1, and no header of its own
        if (!bearer) {
            return Step.invalid("bearer-malformed", "an access token", "something else");
        }
        return provider.metadata()
                .then(metadata -> looksLikeJwt(token) ? signed(metadata, token) : asked(metadata, token));
    }

    private static boolean looksLikeJwt(String token) {
        return token.startsWith("ey") && token.chars().filter(c -> c == '.').count() == 2;
    }

    private Step<Believed> signed(ProviderMetadata metadata, String token) {
        return signature
                .verified(token, TYPES)
                .then(read -> Step.checked(read.claims(), checks(read.claims(), true)))
                .then(claims -> more(metadata, token, claims));
    }

    private Step<Believed> asked(ProviderMetadata metadata, String token) {
        Optional<URI> introspection = metadata.introspectionEndpoint()
                .filter(there -> config.authMethod() != OidcConnectorConfig.AuthMethod.NONE);
        if (introspection.isEmpty()) {
            return policy().userinfoIsEnough()
                    ? userinfo(metadata, token).then(info -> Step.done(believed(new Json(Map.of()), info)))
                    : Step.invalid("bearer-cannot-be-checked", "a JWT, or introspection", "neither");
        }
        return introspected(metadata, introspection.get(), token)
                .then(claims -> Step.checked(claims, checks(claims, false)))
                .then(claims -> more(metadata, token, claims));
    }

    /** In this order; {@code signed} for what only a JWT says of itself. */
    private Stream<Supplier<Optional<AuthnOutcome>>> checks(Json claims, boolean signed) {
        List<Supplier<Optional<AuthnOutcome>>> checks = new ArrayList<>();
        checks.add(() -> issuerIsTheProvider(claims, signed));
        checks.add(() -> isNoIdToken(claims));
        checks.add(() -> isForUs(claims));
        checks.add(() -> hasNotExpired(claims, signed));
        checks.add(() -> isValidAlready(claims));
        checks.add(() -> isBoundToNoKey(claims));
        checks.add(() -> subjectCanBeAKey(claims));
        return checks.stream();
    }

    private Optional<AuthnOutcome> issuerIsTheProvider(Json claims, boolean signed) {
        String issuer = config.issuer().toString();
        boolean right = claims.text("iss").map(issuer::equals).orElse(!signed);
        return unless(right, "bearer-issuer", issuer, claims.text("iss").orElse("(none)"));
    }

    private Optional<AuthnOutcome> isForUs(Json claims) {
        Set<String> audiences = new HashSet<>(policy().audiences());
        audiences.add(config.clientId());
        Set<String> clients = new HashSet<>(policy().clients());
        clients.add(config.clientId());
        boolean named = claims.texts("aud").stream().anyMatch(audiences::contains);
        boolean ours = Stream.of("client_id", "azp")
                .anyMatch(claim -> claims.text(claim).filter(clients::contains).isPresent());
        return unless(
                named || ours,
                "bearer-audience",
                audiences + " or of " + clients,
                claims.texts("aud") + " of "
                        + claims.text("client_id").or(() -> claims.text("azp")).orElse("(none)"));
    }

    /** RFC 8725 §3.11: an id_token is meant for its client's own eyes and opens no door. */
    private static Optional<AuthnOutcome> isNoIdToken(Json claims) {
        return unless(
                OF_ID_TOKENS.stream().noneMatch(claims::has), "bearer-is-id-token", "an access token", "an id_token");
    }

    private Optional<AuthnOutcome> hasNotExpired(Json claims, boolean signed) {
        Instant now = clock.instant();
        boolean alive = claims.instant("exp")
                .map(end -> now.isBefore(end.plus(config.clockSkew())))
                .orElse(!signed && !claims.has("exp"));
        return unless(
                alive,
                "bearer-expired",
                "exp after " + now,
                Shown.of(claims.instant("exp").orElse(null)));
    }

    private Optional<AuthnOutcome> isValidAlready(Json claims) {
        Instant latest = clock.instant().plus(config.clockSkew());
        boolean begun = Stream.of("nbf", "iat")
                .allMatch(claim -> !claims.has(claim)
                        || claims.instant(claim)
                                .filter(from -> !from.isAfter(latest))
                                .isPresent());
        return unless(begun, "bearer-not-yet-valid", "nbf and iat before " + latest, "later");
    }

    /** RFC 9449, RFC 8705: whoever brings a bound token without its proof may have stolen it. */
    private static Optional<AuthnOutcome> isBoundToNoKey(Json claims) {
        return unless(!claims.has("cnf"), "bearer-bound", "a bearer token", "one bound to a key");
    }

    private static Optional<AuthnOutcome> subjectCanBeAKey(Json claims) {
        return unless(
                isSubject(claims),
                "bearer-subject",
                "1 to 255 characters",
                claims.text("sub").orElse("(none)"));
    }

    private static boolean isSubject(Json claims) {
        return claims.text("sub")
                .filter(sub -> !sub.isBlank() && sub.length() <= LONGEST_SUBJECT)
                .filter(FlatClaims::isStorable)
                .isPresent();
    }

    private Step<Json> introspected(ProviderMetadata metadata, URI endpoint, String token) {
        ClientAuthentication.Proof proof = authentication.to(metadata);
        Map<String, String> fields = new HashMap<>(proof.fields());
        fields.put("token", token);
        fields.put("token_type_hint", "access_token");
        Map<String, String> headers = new HashMap<>(proof.headers());
        headers.put("Accept", "application/json");
        return switch (outbound.postForm(
                endpoint, headers, fields, provider.reach().upTo(LARGEST_ANSWER))) {
            case OutboundOutcome.Failed failed ->
                Step.unreachable("introspection: " + failed.kind() + " " + failed.detail());
            case OutboundOutcome.Answered(OutboundResponse response)
            when !response.ok() -> Step.unreachable("introspection answered " + response.status());
            case OutboundOutcome.Answered(OutboundResponse response) ->
                Json.parse(response.text())
                        .map(json -> json.isTrue("active")
                                ? Step.done(json)
                                : Step.<Json>invalid("bearer-not-active", "active", "not active"))
                        .orElseGet(
                                () -> Step.invalid("introspection-malformed", "a JSON object", response.mediaType()));
        };
    }

    /** Userinfo answers for people only, and only with the scope openid (OpenID Connect Core §5.3). */
    private Step<Believed> more(ProviderMetadata metadata, String token, Json claims) {
        boolean withScope = claims.text("scope")
                .map(scope -> Arrays.asList(scope.split(" ")).contains("openid"))
                .orElse(claims.texts("scope").contains("openid"));
        if (!config.userinfo() || !withScope || metadata.userinfoEndpoint().isEmpty()) {
            return Step.done(believed(claims, new Json(Map.of())));
        }
        return userinfo(metadata, token).then(info -> {
            String ours = claims.text("sub").orElse("");
            String theirs = info.text("sub").orElse("(none)");
            return ours.equals(theirs) // §5.3.2
                    ? Step.done(believed(claims, info))
                    : Step.invalid("userinfo-subject", ours, theirs);
        });
    }

    private Step<Json> userinfo(ProviderMetadata metadata, String token) {
        if (metadata.userinfoEndpoint().isEmpty()) {
            return Step.invalid("bearer-cannot-be-checked", "userinfo", "none");
        }
        Map<String, String> headers = Map.of("Authorization", "Bearer " + token, "Accept", "application/json");
        return switch (outbound.get(metadata.userinfoEndpoint().get(), headers, provider.reach())) {
            case OutboundOutcome.Failed failed ->
                Step.unreachable("userinfo: " + failed.kind() + " " + failed.detail());
            case OutboundOutcome.Answered(OutboundResponse response)
            when response.status() == UNAUTHORIZED || response.status() == FORBIDDEN ->
                Step.invalid("bearer-refused-by-userinfo", "200", Integer.toString(response.status()));
            case OutboundOutcome.Answered(OutboundResponse response)
            when !response.ok() -> Step.unreachable("userinfo answered " + response.status());
            case OutboundOutcome.Answered(OutboundResponse response) ->
                Json.parse(response.text())
                        .filter(BearerTokens::isSubject)
                        .<Step<Json>>map(Step::done)
                        .orElseGet(() ->
                                Step.invalid("userinfo-malformed", "a JSON object with sub", response.mediaType()));
        };
    }

    private static Believed believed(Json token, Json userinfo) {
        return new Believed(token.text("sub").or(() -> userinfo.text("sub")).orElseThrow(), token, userinfo);
    }

    private BearerPolicy policy() {
        return config.bearer().orElse(BearerPolicy.STANDARD);
    }

    private static Optional<AuthnOutcome> unless(boolean met, String reason, String expected, String actual) {
        return met
                ? Optional.empty()
                : Optional.of(new AuthnOutcome.Rejected(
                        AuthnOutcome.Rejection.INVALID_MESSAGE, reason, expected, Shown.of(actual)));
    }
}
