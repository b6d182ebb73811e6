package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 6749 §2.3, RFC 7523 §3, OIDC Core §9, security case 30. */
@QuarkusTest
@TestProfile(LabProfile.class)
class ClientAuthenticationTest {
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @Inject
    Lab lab;

    @Inject
    LabFiles files;

    @Inject
    Clock clock;

    @ParameterizedTest
    @CsvSource({"web-secret-of-today", "web-secret-of-tomorrow"})
    void bothSecretsCountWhileOneIsRotatedOut(String secret) {
        accepted(lab.token(Lab.as("web", secret), "grant_type", "client_credentials"));
    }

    static Stream<Arguments> wrongWays() {
        return Stream.of(
                arguments("wrong secret", basic("web", "web-secret-of-yesterday"), new String[0]),
                arguments("empty secret", basic("web", ""), new String[0]),
                arguments("unknown client", basic("nobody", "x"), new String[0]),
                arguments("client that is switched off", basic("switched-off", "switched-off-secret"), new String[0]),
                arguments("a secret of another client", basic("web", "post-secret"), new String[0]),
                arguments("basic for one that posts", basic("post", "post-secret"), new String[0]),
                arguments(
                        "post for basic", null, new String[] {"client_id", "web", "client_secret", "web-secret-of-today"
                        }),
                arguments("nothing for basic", null, new String[] {"client_id", "web"}),
                arguments("nothing at all", null, new String[0]),
                arguments("a secret for a public client", basic("spa", "x"), new String[0]),
                arguments("a secret for one with keys", basic("keyed", "x"), new String[0]),
                arguments("nothing for one with keys", null, new String[] {"client_id", "keyed"}),
                arguments("the hash as secret", null, new String[] {"client_id", "post", "client_secret", "sha256:0"}),
                arguments("no base64", "Basic !!!", new String[0]),
                arguments(
                        "no colon",
                        "Basic " + Base64.getEncoder().encodeToString("web".getBytes(StandardCharsets.UTF_8)),
                        new String[0]),
                arguments("header and other client_id", basic("web", "web-secret-of-today"), new String[] {
                    "client_id", "post"
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongWays")
    void anyOtherWayIsRefusedWithTheSameWords(String what, String authorization, String[] parameters) {
        RequestSpecification request = given();
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        String[] all = Stream.concat(Stream.of("grant_type", "client_credentials"), Stream.of(parameters))
                .toArray(String[]::new);
        refused(lab.token(request, all));
    }

    @Test
    void aPostedSecretIsTaken() {
        String code = lab.code("ada", lab.request("post"));
        lab.token(
                        given(),
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        lab.callback(),
                        "client_id",
                        "post",
                        "client_secret",
                        "post-secret")
                .then()
                .statusCode(200);
    }

    @Test
    void aSecretIsTakenFormEncodedAndAsItIs() {
        String encoded =
                Base64.getEncoder().encodeToString("machine:machine%2Dsecret".getBytes(StandardCharsets.UTF_8));
        accepted(lab.token(given().header("Authorization", "basic " + encoded), "grant_type", "client_credentials"));
        accepted(lab.token(Lab.as("machine", "machine-secret"), "grant_type", "client_credentials"));
    }

    @Test
    void twoWaysAtOnceAreNotTaken() {
        lab.token(
                        Lab.as("web", "web-secret-of-today"),
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        "web",
                        "client_secret",
                        "web-secret-of-today")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void anAssertionIsTakenOnce() {
        String assertion = signed(claims().build(), files.key("keyed"));
        accepted(present(assertion));
        refused(present(assertion));
    }

    @Test
    void anAssertionForTheIssuerIsTaken() {
        accepted(present(signed(claims().audience(lab.issuer()).build(), files.key("keyed"))));
    }

    Stream<UnaryOperator<JWTClaimsSet.Builder>> wrongClaims() {
        Instant now = clock.instant();
        return Stream.of(
                claims -> claims.audience("https://other.example/token"),
                claims -> claims.audience(lab.issuer() + "/introspect"),
                claims -> claims.audience(lab.at("/realms/plain").toString()),
                claims -> claims.audience(List.of(lab.issuer() + "/token", "https://other.example/token")),
                claims -> claims.audience((String) null),
                claims -> claims.expirationTime(Date.from(now.minusSeconds(60))),
                claims -> claims.expirationTime(Date.from(now.plusSeconds(3600))),
                claims -> claims.expirationTime(null),
                claims -> claims.issueTime(Date.from(now.plusSeconds(120))),
                claims -> claims.notBeforeTime(Date.from(now.plusSeconds(120))),
                claims -> claims.jwtID(null),
                claims -> claims.jwtID(""),
                claims -> claims.issuer("other-keyed"),
                claims -> claims.issuer(null),
                claims -> claims.subject("other-keyed"),
                claims -> claims.subject("web"),
                claims -> claims.subject(null));
    }

    @Test
    void anAssertionThatSaysSomethingElseIsRefused() {
        wrongClaims()
                .forEach(change -> refused(present(signed(change.apply(claims()).build(), files.key("keyed")))));
    }

    @Test
    void anAssertionSignedByAnythingElseIsRefused() throws JOSEException {
        ECKey keyed = files.key("keyed");
        JWTClaimsSet claims = claims().build();
        refused(present(signed(claims, files.key("other"))));
        refused(present(new PlainJWT(claims).serialize()));
        ECKey sameKid = new ECKeyGenerator(Curve.P_256).keyID(keyed.getKeyID()).generate();
        refused(present(signed(claims, sameKid)));
        // RFC 8725 §3.10: a key that comes along, or an address of one, is never looked at
        refused(present(signed(
                claims,
                sameKid,
                header -> header.jwk(sameKid.toPublicJWK()).jwkURL(URI.create(lab.issuer() + "/jwks")))));
        refused(present(signed(claims, keyed, header -> header.criticalParams(Set.of("exp")))));
        SignedJWT mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(keyed.getKeyID())
                        .build(),
                claims);
        mac.sign(new MACSigner(keyed.toPublicJWK().toJSONString()));
        refused(present(mac.serialize()));
    }

    @Test
    void anotherAssertionTypeIsRefused() {
        String assertion = signed(claims().build(), files.key("keyed"));
        refused(lab.token(
                given(),
                "grant_type",
                "client_credentials",
                "client_assertion",
                assertion,
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"));
    }

    @Test
    void keysAreFetchedFromWhereTheConfigurationSays() throws JOSEException {
        ECKey first = new ECKeyGenerator(Curve.P_256).keyID("address-1").generate();
        PublishedKeys.publish(first);
        accepted(present(signed(claims("by-address").build(), first)));
        refused(present(signed(claims("by-address").build(), files.key("keyed"))));
    }

    private JWTClaimsSet.Builder claims() {
        return claims("keyed");
    }

    private JWTClaimsSet.Builder claims(String client) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(lab.issuer() + "/token")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    private static String signed(JWTClaimsSet claims, ECKey key) {
        return signed(claims, key, header -> header);
    }

    private static String signed(JWTClaimsSet claims, ECKey key, UnaryOperator<JWSHeader.Builder> change) {
        try {
            SignedJWT jwt = new SignedJWT(
                    change.apply(new JWSHeader.Builder(JWSAlgorithm.ES256)
                                    .keyID(key.getKeyID())
                                    .type(JOSEObjectType.JWT))
                            .build(),
                    claims);
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException broken) {
            throw new AssertionError(broken);
        }
    }

    private Response present(String assertion) {
        return lab.token(
                given(),
                "grant_type",
                "client_credentials",
                "client_assertion",
                assertion,
                "client_assertion_type",
                TYPE);
    }

    private static void accepted(Response response) {
        response.then().statusCode(200);
        assertThat(response.<String>path("access_token")).isNotBlank();
        assertThat(response.<String>path("refresh_token")).isNull();
    }

    private static void refused(Response response) {
        response.then()
                .statusCode(401)
                .header("WWW-Authenticate", startsWith("Basic "))
                .header("Cache-Control", "no-store")
                .body("error", equalTo("invalid_client"))
                .body("error_description", equalTo("Client authentication failed."));
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
