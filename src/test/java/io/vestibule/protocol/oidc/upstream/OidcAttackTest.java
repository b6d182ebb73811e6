package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.browser.InboundMessage;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Cancelled;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import io.vestibule.connector.Departure;
import io.vestibule.connector.Trip;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a lying provider, or somebody between it and us, cannot do (security cases 27, 29, 34). */
class OidcAttackTest {
    private static final RSAKey STRANGER = ScriptedProvider.rsaKey("stranger");

    private final OidcConnectorFixture fixture = new OidcConnectorFixture();
    private final ScriptedProvider provider = fixture.provider;
    private final OidcConnector connector = fixture.connector();

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Arguments> forgedSignatures() {
        return Stream.of(
                forged("unsigned", "id-token-unsigned", claims -> new PlainJWT(claims).serialize()),
                forged(
                        "HMAC with the public key in DER",
                        "id-token-algorithm",
                        claims -> hmac(
                                claims,
                                ScriptedProvider.firstKey().toRSAPublicKey().getEncoded())),
                forged(
                        "HMAC with the public key as JSON",
                        "id-token-algorithm",
                        claims -> hmac(
                                claims,
                                ScriptedProvider.firstKey()
                                        .toPublicJWK()
                                        .toJSONString()
                                        .getBytes(StandardCharsets.UTF_8))),
                forged(
                        "HMAC with the client secret",
                        "id-token-algorithm",
                        claims -> hmac(
                                claims,
                                (ScriptedProvider.CLIENT_SECRET + "-padded-to-32-bytes")
                                        .getBytes(StandardCharsets.UTF_8))),
                forged(
                        "key nobody published",
                        "id-token-signature",
                        claims ->
                                signed(STRANGER, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("stranger"), claims)),
                forged(
                        "other key under a published kid",
                        "id-token-signature",
                        claims -> signed(STRANGER, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first"), claims)),
                forged(
                        "own key in the jwk header",
                        "id-token-signature",
                        claims -> signed(
                                STRANGER,
                                new JWSHeader.Builder(JWSAlgorithm.RS256).jwk(STRANGER.toPublicJWK()),
                                claims)),
                forged(
                        "own key in the jku header",
                        "id-token-signature",
                        claims -> signed(
                                STRANGER,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("stranger")
                                        .jwkURL(URI.create("http://127.0.0.1:1/evil")),
                                claims)),
                forged(
                        "own key in the x5u header",
                        "id-token-signature",
                        claims -> signed(
                                STRANGER,
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .x509CertURL(URI.create("http://127.0.0.1:1/evil")),
                                claims)),
                forged(
                        "kid that is a path",
                        "id-token-signature",
                        claims -> signed(
                                STRANGER, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("../../dev/null"), claims)),
                forged(
                        "kid that is SQL",
                        "id-token-signature",
                        claims -> signed(
                                STRANGER, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("' or 1=1 --"), claims)),
                forged(
                        "critical extension",
                        "id-token-crit",
                        claims -> signed(
                                ScriptedProvider.firstKey(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("first")
                                        .criticalParams(Set.of("urn:x"))
                                        .customParam("urn:x", true),
                                claims)),
                forged(
                        "algorithm that is not allowed",
                        "id-token-algorithm",
                        claims -> signed(
                                ScriptedProvider.firstKey(),
                                new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("first"),
                                claims)),
                forged(
                        "access token in its place",
                        "id-token-type",
                        claims -> signed(
                                ScriptedProvider.firstKey(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("first")
                                        .type(new JOSEObjectType("at+jwt")),
                                claims)),
                forged(
                        "logout token in its place",
                        "id-token-type",
                        claims -> signed(
                                ScriptedProvider.firstKey(),
                                new JWSHeader.Builder(JWSAlgorithm.RS256)
                                        .keyID("first")
                                        .type(new JOSEObjectType("logout+jwt")),
                                claims)),
                forged("flipped payload", "id-token-signature", claims -> {
                    String[] parts = ScriptedProvider.signed(ScriptedProvider.firstKey(), claims)
                            .split("\\.");
                    String[] others = ScriptedProvider.signed(
                                    ScriptedProvider.firstKey(),
                                    new JWTClaimsSet.Builder(claims)
                                            .subject("root")
                                            .build())
                            .split("\\.");
                    return parts[0] + "." + others[1] + "." + parts[2];
                }),
                forged("empty signature", "id-token-malformed", claims -> {
                    String whole = ScriptedProvider.signed(ScriptedProvider.firstKey(), claims);
                    return whole.substring(0, whole.lastIndexOf('.') + 1);
                }),
                forged("not a JWT", "id-token-malformed", claims -> "lorem ipsum"),
                forged("three dots", "id-token-malformed", claims -> "..."),
                forged("encrypted", "id-token-malformed", claims -> "a.b.c.d.e"),
                forged("enormous", "id-token-malformed", claims -> "e".repeat(200_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgedSignatures")
    void aTokenThatTheProviderDidNotSignIsRefused(String name, String reason, ScriptedProvider.Signing signing) {
        provider.signing = signing;

        assertRejected(fixture.login(connector), Rejection.INVALID_MESSAGE, reason);
    }

    static Stream<Arguments> wrongClaims() {
        Instant now = Instant.now();
        return Stream.of(
                wrong("other issuer", "id-token-issuer", c -> c.issuer("https://evil.test")),
                wrong("no issuer", "id-token-issuer", c -> c.issuer(null)),
                wrong(
                        "issuer with a slash more",
                        "id-token-issuer",
                        c -> c.issuer(c.getClaims().get("iss") + "/")),
                wrong("other audience", "id-token-audience", c -> c.audience("somebody else")),
                wrong("no audience", "id-token-audience", c -> c.audience((String) null)),
                wrong(
                        "a stranger in the audience",
                        "id-token-audience",
                        c -> c.audience(List.of(ScriptedProvider.CLIENT_ID, "stranger"))
                                .claim("azp", ScriptedProvider.CLIENT_ID)),
                wrong("other authorized party", "id-token-azp", c -> c.claim("azp", "stranger")),
                wrong("authorized party of another type", "id-token-azp", c -> c.claim("azp", 7)),
                wrong("expired", "id-token-expired", c -> c.expirationTime(Date.from(now.minusSeconds(90)))),
                wrong("no expiry", "id-token-expired", c -> c.expirationTime(null)),
                wrong("expiry of another type", "id-token-expired", c -> c.claim("exp", "tomorrow")),
                wrong(
                        "issued in the future",
                        "id-token-issued-in-future",
                        c -> c.issueTime(Date.from(now.plusSeconds(600)))),
                wrong("no time of issue", "id-token-issued-in-future", c -> c.issueTime(null)),
                wrong("not valid yet", "id-token-not-yet-valid", c -> c.notBeforeTime(Date.from(now.plusSeconds(600)))),
                wrong("other nonce", "id-token-nonce", c -> c.claim("nonce", "of another login")),
                wrong("no nonce", "id-token-nonce", c -> c.claim("nonce", null)),
                wrong(
                        "hash of another access token",
                        "id-token-at-hash",
                        c -> c.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA")),
                wrong("no subject", "id-token-subject", c -> c.subject(null)),
                wrong("empty subject", "id-token-subject", c -> c.subject("")),
                wrong("blank subject", "id-token-subject", c -> c.subject("  ")),
                wrong("subject of another type", "id-token-subject", c -> c.claim("sub", 4711)),
                wrong("subject too long", "id-token-subject", c -> c.subject("s".repeat(256))),
                wrong("subject with NUL", "id-token-subject", c -> c.subject("ada\0")),
                wrong(
                        "authenticated in the future",
                        "auth-time-in-future",
                        c -> c.claim("auth_time", now.plusSeconds(600).getEpochSecond())),
                wrong(
                        "time of authentication of another type",
                        "auth-time-in-future",
                        c -> c.claim("auth_time", "yesterday")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void aTokenThatSaysSomethingElseIsRefused(String name, String reason, Consumer<JWTClaimsSet.Builder> change) {
        provider.idToken = change;

        assertRejected(fixture.login(connector), Rejection.INVALID_MESSAGE, reason);
    }

    static Stream<Arguments> changedAnswers() {
        return Stream.of(
                changed("state of another login", "state-mismatch", p -> p.put("state", List.of("other"))),
                changed("no state", "state-mismatch", p -> p.remove("state")),
                changed(
                        "state twice",
                        "repeated-parameter",
                        p -> p.put(
                                "state",
                                List.of(
                                        p.get("state").getFirst(),
                                        p.get("state").getFirst()))),
                changed(
                        "code twice",
                        "repeated-parameter",
                        p -> p.put("code", List.of("x", p.get("code").getFirst()))),
                changed("unknown parameter twice", "repeated-parameter", p -> p.put("foo", List.of("1", "2"))),
                changed("other issuer", "issuer-mismatch", p -> p.put("iss", List.of("https://evil.test"))),
                changed("no issuer though promised", "issuer-mismatch", p -> p.remove("iss")),
                changed("no code", "code-missing", p -> p.remove("code")),
                changed("code with line breaks", "code-missing", p -> p.put("code", List.of("a\r\nb"))),
                changed("code nobody gave", "code-refused", p -> p.put("code", List.of("guessed"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changedAnswers")
    void aChangedAnswerIsRefused(String name, String reason, Consumer<Map<String, List<String>>> change) {
        Trip trip = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, trip);
        InboundMessage genuine = provider.visit(OidcConnectorFixture.address(departure));
        Map<String, List<String>> parameters = new HashMap<>(genuine.parameters());
        change.accept(parameters);

        assertRejected(
                connector.arrive(message(parameters), trip, departure.memory()), Rejection.INVALID_MESSAGE, reason);
    }

    @Test
    void aMisleadingIssuerIsRefusedEvenWhereNoneIsPromised() {
        provider.metadata = document -> document.remove("authorization_response_iss_parameter_supported");
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);

        provider.redirect = address -> address.replaceFirst("&iss=.*", "&iss=https%3A%2F%2Fevil.test");
        assertRejected(fixture.login(connector), Rejection.INVALID_MESSAGE, "issuer-mismatch");
        provider.redirect = address -> address.replaceFirst("&iss=.*", "");
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
    }

    @Test
    void aCodeInjectedIntoAnotherLoginIsRefused() {
        Trip attackers = OidcConnectorFixture.trip();
        InboundMessage stolen =
                provider.visit(OidcConnectorFixture.address(OidcConnectorFixture.depart(connector, attackers)));
        Trip victims = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, victims);
        Map<String, List<String>> mixed = new HashMap<>(stolen.parameters());
        mixed.put("state", List.of(victims.hop()));

        assertRejected(
                connector.arrive(message(mixed), victims, departure.memory()),
                Rejection.INVALID_MESSAGE,
                "code-refused");
    }

    @Test
    void aCodeIsRefusedByTheNonceWhenTheProviderForgetsPkce() throws Exception {
        Trip victims = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, victims);
        String attackersNonce = "nonce-of-the-attacker";
        String token = ScriptedProvider.signed(
                ScriptedProvider.firstKey(),
                new JWTClaimsSet.Builder()
                        .issuer(provider.issuer().toString())
                        .audience(ScriptedProvider.CLIENT_ID)
                        .subject("attacker")
                        .issueTime(new Date())
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .claim("nonce", attackersNonce)
                        .build());
        provider.override("/token", exchange -> ScriptedProvider.json(exchange, 200, Map.of("id_token", token)));
        Map<String, List<String>> answer = Map.of(
                "code", List.of("any"),
                "state", List.of(victims.hop()),
                "iss", List.of(provider.issuer().toString()));

        assertRejected(
                connector.arrive(message(answer), victims, departure.memory()),
                Rejection.INVALID_MESSAGE,
                "id-token-nonce");
    }

    @Test
    void theAnswerOfOneProviderIsRefusedInALoginAtAnother() {
        try (OidcConnectorFixture other = new OidcConnectorFixture()) {
            OidcConnector honest = other.connector();
            Trip trip = OidcConnectorFixture.trip();
            Departure departure = OidcConnectorFixture.depart(connector, trip);
            Trip same = new Trip(
                    trip.realm(),
                    trip.connector(),
                    trip.callback(),
                    trip.hop(),
                    List.of(),
                    false,
                    false,
                    trip.maxAge(),
                    trip.loginHint(),
                    List.of());
            Departure atHonest = OidcConnectorFixture.depart(honest, same);
            InboundMessage fromHonest = other.provider.visit(OidcConnectorFixture.address(atHonest));

            assertRejected(
                    connector.arrive(fromHonest, trip, departure.memory()),
                    Rejection.INVALID_MESSAGE,
                    "issuer-mismatch");
            assertRejected(
                    connector.arrive(fromHonest, trip, atHonest.memory()), Rejection.INVALID_MESSAGE, "issuer-changed");
            assertThat(provider.tokenRequests)
                    .as("no code of one provider is shown to another")
                    .isEmpty();
        }
    }

    @Test
    void userinfoOfAnotherPersonIsRefused() {
        provider.userinfo = answer -> answer.put("sub", "root");
        assertRejected(fixture.login(connector), Rejection.INVALID_MESSAGE, "userinfo-subject");

        provider.userinfo = answer -> answer.remove("sub");
        assertRejected(fixture.login(connector), Rejection.INVALID_MESSAGE, "userinfo-subject");
    }

    @Test
    void refusalsOfTheProviderAreToldApart() {
        assertThat(error("access_denied")).isInstanceOf(Cancelled.class);
        assertThat(error("temporarily_unavailable")).isInstanceOf(Unreachable.class);
        assertThat(error("server_error")).isInstanceOf(Unreachable.class);
        assertRejected(error("unmet_authentication_requirements"), Rejection.CONTEXT_REFUSED, "upstream-error");
        assertRejected(error("login_required"), Rejection.DENIED_UPSTREAM, "upstream-error");
        assertRejected(error("<script>%0d%0a"), Rejection.DENIED_UPSTREAM, "upstream-error");
    }

    @Test
    void anErrorOfAnotherIssuerIsNoRefusalOfOurs() {
        Trip trip = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, trip);

        assertRejected(
                connector.arrive(
                        message(Map.of("error", List.of("access_denied"), "state", List.of(trip.hop()))),
                        trip,
                        departure.memory()),
                Rejection.INVALID_MESSAGE,
                "issuer-mismatch");
    }

    @Test
    void theSameSubjectAtTwoConnectorsIsTwoPeople() {
        try (OidcConnectorFixture other = new OidcConnectorFixture()) {
            Authenticated here = (Authenticated) fixture.login(connector);
            Authenticated there = (Authenticated) other.login(other.connector());

            assertThat(here.identity().subject()).isEqualTo(there.identity().subject());
            assertThat(here.identity().claims().first("iss"))
                    .isNotEqualTo(there.identity().claims().first("iss"));
        }
    }

    private AuthnOutcome error(String error) {
        Trip trip = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, trip);
        return connector.arrive(
                message(Map.of(
                        "error", List.of(error),
                        "state", List.of(trip.hop()),
                        "iss", List.of(provider.issuer().toString()))),
                trip,
                departure.memory());
    }

    private static void assertRejected(AuthnOutcome outcome, Rejection kind, String reason) {
        assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.kind()).isEqualTo(kind);
        });
    }

    private static InboundMessage message(Map<String, List<String>> parameters) {
        return new InboundMessage(InboundMessage.Method.GET, parameters, "");
    }

    private static Arguments forged(String name, String reason, ScriptedProvider.Signing signing) {
        return arguments(name, reason, signing);
    }

    private static Arguments wrong(String name, String reason, Consumer<JWTClaimsSet.Builder> change) {
        return arguments(name, reason, change);
    }

    private static Arguments changed(String name, String reason, Consumer<Map<String, List<String>>> change) {
        return arguments(name, reason, change);
    }

    private static String hmac(JWTClaimsSet claims, byte[] secret) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build(), claims);
        jwt.sign(new MACSigner(secret));
        return jwt.serialize();
    }

    private static String signed(RSAKey key, JWSHeader.Builder header, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header.build(), claims);
        jwt.sign(new RSASSASigner(key.toPrivateKey()));
        return jwt.serialize();
    }
}
