package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import io.vestibule.MovableClock;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Unreachable;
import io.vestibule.connector.Departure;
import io.vestibule.connector.DepartureOutcome;
import io.vestibule.connector.Step;
import io.vestibule.connector.Trip;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Discovery and keys: fetched late, kept, refreshed on rotation, and never the reason for an exception. */
class ProviderDocumentsTest {
    private final OidcConnectorFixture fixture = new OidcConnectorFixture();
    private final ScriptedProvider provider = fixture.provider;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void nothingIsFetchedBeforeSomebodySignsInAndThenOnce() {
        OidcConnector connector = fixture.connector();
        assertThat(provider.fetched).isEmpty();

        fixture.login(connector);
        fixture.login(connector);

        assertThat(Collections.frequency(provider.fetched, "/.well-known/openid-configuration"))
                .isEqualTo(1);
        assertThat(Collections.frequency(provider.fetched, "/jwks")).isEqualTo(1);
    }

    @Test
    void aCrowdAtTheFirstLoginFetchesTheMetadataOnce() throws Exception {
        OidcConnector connector = fixture.connector();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DepartureOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                outcomes.add(threads.submit(() -> connector.depart(OidcConnectorFixture.trip())));
            }
            for (Future<DepartureOutcome> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOf(DepartureOutcome.Ready.class);
            }
        }
        assertThat(provider.fetched).containsExactly("/.well-known/openid-configuration");
    }

    @Test
    void aRotatedKeyIsFetchedWhenItFirstAppears() {
        OidcConnector connector = fixture.connector();
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);

        rotateTo(ScriptedProvider.rsaKey("second"));
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        rotateTo(ScriptedProvider.rsaKey("second"));
        assertThat(fixture.login(connector)).as("a rotation under the same kid").isInstanceOf(Authenticated.class);
    }

    @Test
    void unknownKeysDoNotMakeUsAskMoreOftenThanTheFloor() {
        OidcConnector connector = fixture.connector(
                "clientSecret: " + ScriptedProvider.CLIENT_SECRET + "\nkeyRefreshFloor: 1h", Clock.systemUTC());
        fixture.login(connector);
        RSAKey stranger = ScriptedProvider.rsaKey("stranger");
        provider.signing = claims -> ScriptedProvider.signed(stranger, claims);

        for (int i = 0; i < 5; i++) {
            assertThat(fixture.login(connector)).isInstanceOf(Rejected.class);
        }

        assertThat(Collections.frequency(provider.fetched, "/jwks")).isEqualTo(1);
    }

    @Test
    void everyUsualAlgorithmIsVerified() throws Exception {
        RSAKey rsa = ScriptedProvider.firstKey();
        ECKey ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
        provider.published = List.of(rsa.toPublicJWK(), ec.toPublicJWK());
        OidcConnector connector = fixture.connector();

        provider.signing = claims -> signed(JWSAlgorithm.ES256, "ec", new ECDSASigner(ec), claims);
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        provider.signing = claims -> signed(JWSAlgorithm.PS256, "first", new RSASSASigner(rsa), claims);
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        provider.signing = claims -> new SignedJWTWithoutKid(rsa).sign(claims);
        assertThat(fixture.login(connector)).as("without a kid").isInstanceOf(Authenticated.class);
    }

    @Test
    void anEdwardsSignatureIsVerifiedAndAFlippedBitIsNot() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        provider.published = List.of(new OctetKeyPair.Builder(Curve.Ed25519, encoded((EdECPublicKey) pair.getPublic()))
                .keyID("ed")
                .build());
        OidcConnector connector = fixture.connector();

        for (int i = 0; i < 4; i++) {
            provider.signing = claims -> edwards(pair, claims, 0);
            assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        }
        provider.signing = claims -> edwards(pair, claims, 1);
        assertThat(fixture.login(connector)).isInstanceOf(Rejected.class);
    }

    @Test
    void keysThatAreWeakSecretOrUnreadableAreNoKeys() throws Exception {
        OctetSequenceKey shared =
                new OctetSequenceKeyGenerator(256).keyID("first").generate();
        List<JWK> published = new ArrayList<>(List.of(shared));
        provider.published = published;
        assertThat(fixture.login(fixture.connector())).isInstanceOf(Rejected.class);

        RSAKey weak = weakRsa();
        provider.published = List.of(weak);
        provider.signing = claims -> {
            RSASSASigner signer = new RSASSASigner(weak.toPrivateKey(), true);
            return signed(JWSAlgorithm.RS256, "weak", signer, claims);
        };
        assertThat(fixture.login(fixture.connector())).isInstanceOf(Rejected.class);

        provider.honest();
        provider.override(
                "/jwks",
                exchange -> ScriptedProvider.json(
                        exchange,
                        200,
                        Map.of(
                                "keys",
                                List.of(
                                        Map.of("kty", "quantum", "kid", "first"),
                                        Map.of("kty", "RSA", "kid", "first", "n", "!", "e", "AQAB"),
                                        ScriptedProvider.firstKey()
                                                .toPublicJWK()
                                                .toJSONObject()))));
        assertThat(fixture.login(fixture.connector()))
                .as("one unreadable key does not hide the others")
                .isInstanceOf(Authenticated.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"keys\":7}", "<html>", "{\"keys\":[null,7,[]]}"})
    void aBrokenKeySetStopsTheLoginWithoutAnException(String body) {
        provider.override("/jwks", exchange -> text(exchange, body));

        assertThat(fixture.login(fixture.connector())).isInstanceOfAny(Unreachable.class, Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"issuer\":7}", "<html>"})
    void aBrokenDiscoveryDocumentIsUnreachable(String body) {
        provider.override("/.well-known/openid-configuration", exchange -> text(exchange, body));

        assertThat(fixture.connector().depart(OidcConnectorFixture.trip()))
                .isInstanceOf(DepartureOutcome.Unreachable.class);
    }

    @Test
    void aDocumentOfAnotherIssuerIsNotUsed() {
        provider.metadata = document -> document.put("issuer", "https://evil.test");

        assertThat(fixture.connector().depart(OidcConnectorFixture.trip()))
                .isInstanceOfSatisfying(
                        DepartureOutcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.detail()).contains("https://evil.test"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "/relative", "http://a b/", "http://u:p@h/"})
    void endpointsThatAreNoWebAddressesAreNotUsed(String endpoint) {
        provider.metadata = document -> document.put("authorization_endpoint", endpoint);

        assertThat(fixture.connector().depart(OidcConnectorFixture.trip()))
                .isInstanceOf(DepartureOutcome.Unreachable.class);
    }

    @Test
    void anEncryptedProviderMayNotPointToPlainEndpoints() {
        Step<ProviderMetadata> parsed = ProviderMetadata.parse("""
                {"issuer":"https://op.test","authorization_endpoint":"https://op.test/a",
                 "token_endpoint":"http://op.test/t","jwks_uri":"https://op.test/j"}
                """, URI.create("https://op.test"));

        assertThat(parsed).isInstanceOf(Step.Stopped.class);
    }

    @Test
    void aProviderCannotSendUsToInternalAddresses() {
        provider.metadata = document -> document.put("jwks_uri", "http://169.254.169.254/latest/meta-data");
        assertThat(fixture.login(fixture.connector())).isInstanceOf(Unreachable.class);

        provider.metadata = document -> document.put("token_endpoint", "http://127.0.0.1:1/token");
        assertThat(fixture.login(fixture.connector()))
                .isInstanceOfSatisfying(
                        Unreachable.class,
                        unreachable -> assertThat(unreachable.detail()).contains("FORBIDDEN"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/jwks", "/userinfo"})
    void anAnswerWithoutEndOrWithoutHasteIsUnreachable(String path) {
        OidcConnector connector = fixture.connector();
        Trip trip = OidcConnectorFixture.trip();
        Departure departure = OidcConnectorFixture.depart(connector, trip);
        var message = provider.visit(OidcConnectorFixture.address(departure));
        provider.override(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1000; i++) {
                    out.write(chunk);
                }
            } catch (IOException hungUp) {
                Thread.yield(); // which is what this test wants
            }
        });
        assertThat(connector.arrive(message, trip, departure.memory())).isInstanceOf(Unreachable.class);

        Trip again = OidcConnectorFixture.trip();
        Departure second = OidcConnectorFixture.depart(connector, again);
        var slow = provider.visit(OidcConnectorFixture.address(second));
        provider.override(path, exchange -> {
            pause(Duration.ofSeconds(4));
            text(exchange, "{}");
        });
        long start = System.nanoTime();
        assertThat(connector.arrive(slow, again, second.memory())).isInstanceOf(Unreachable.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void brokenAnswersOfTheTokenEndpointAreNoExceptions() {
        OidcConnector connector = fixture.connector();
        for (String body : List.of("", "null", "[]", "{}", "{\"id_token\":7}", "<html>", "{\"id_token\":\"\"}")) {
            provider.override("/token", exchange -> text(exchange, body));
            assertThat(fixture.login(connector)).as(body).isInstanceOf(Rejected.class);
        }
        provider.override(
                "/token", exchange -> ScriptedProvider.json(exchange, 401, Map.of("error", "invalid_client")));
        assertThat(fixture.login(connector))
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.actual()).isEqualTo("invalid_client"));
        provider.override("/token", exchange -> ScriptedProvider.json(exchange, 500, Map.of("error", "oops")));
        assertThat(fixture.login(connector)).isInstanceOf(Unreachable.class);
    }

    @Test
    void aLoginWorksWithTheLastGoodMetadataWhileDiscoveryIsBroken() {
        MovableClock clock = new MovableClock(Instant.now());
        OidcConnector connector = fixture.connector("clientSecret: " + ScriptedProvider.CLIENT_SECRET, clock);
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);

        provider.override("/.well-known/openid-configuration", exchange -> exchange.sendResponseHeaders(503, -1));
        provider.override("/jwks", exchange -> exchange.sendResponseHeaders(503, -1));
        clock.advance(Duration.ofHours(2));
        provider.idToken = claims -> claims.issueTime(Date.from(clock.instant()))
                .expirationTime(Date.from(clock.instant().plusSeconds(60)));

        AuthnOutcome outcome = fixture.login(connector);

        assertThat(outcome).isInstanceOf(Authenticated.class);
        assertThat(Collections.frequency(provider.fetched, "/.well-known/openid-configuration"))
                .as("asked again after an hour")
                .isEqualTo(2);
    }

    private void rotateTo(RSAKey key) {
        provider.published = List.of(key);
        provider.signing = claims -> ScriptedProvider.signed(key, claims);
    }

    private record SignedJWTWithoutKid(RSAKey key) {
        String sign(JWTClaimsSet claims) throws JOSEException {
            SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        }
    }

    private static String signed(JWSAlgorithm algorithm, String kid, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT jwt =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static RSAKey weakRsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        KeyPair pair = generator.generateKeyPair();
        return new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                .privateKey(pair.getPrivate())
                .keyID("weak")
                .build();
    }

    private static Base64URL encoded(EdECPublicKey key) {
        byte[] bytes = new byte[32];
        byte[] y = key.getPoint().getY().toByteArray();
        for (int i = 0; i < Math.min(32, y.length); i++) {
            bytes[i] = y[y.length - 1 - i];
        }
        if (key.getPoint().isXOdd()) {
            bytes[31] |= (byte) 0x80;
        }
        return Base64URL.encode(bytes);
    }

    private static String edwards(KeyPair pair, JWTClaimsSet claims, int flip) {
        String header = Base64URL.encode("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}").toString();
        String input = header + "." + Base64URL.encode(claims.toString());
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(pair.getPrivate());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            byte[] signature = signer.sign();
            signature[0] ^= (byte) flip;
            return input + "." + Base64URL.encode(signature);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void text(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
