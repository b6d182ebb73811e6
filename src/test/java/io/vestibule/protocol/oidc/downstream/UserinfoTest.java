package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.identity.RealmName;
import io.vestibule.keys.JwtKeys;
import io.vestibule.keys.SigningAlgorithm;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OIDC Core §5.3, RFC 6750, security case 29. */
@QuarkusTest
@TestProfile(LabProfile.class)
class UserinfoTest {
    @Inject
    Lab lab;

    @Inject
    JwtKeys keys;

    @ParameterizedTest
    @CsvSource({
        "openid, sub",
        "openid email, sub email email_verified",
        "openid phone, sub phone_number phone_number_verified",
        "openid address, sub address",
        "openid groups, sub groups",
        "openid profile, sub name family_name given_name middle_name nickname preferred_username profile picture website gender birthdate zoneinfo locale updated_at"
    })
    void eachScopeBringsItsClaimsAndNoOthers(String scope, String names) {
        Map<String, Object> claims = lab.userinfo(lab.tokens("ada", scope).path("access_token"))
                .jsonPath()
                .getMap("");
        assertThat(claims.keySet()).containsExactlyInAnyOrder(names.split(" "));
    }

    @Test
    void claimsHaveTheirShapes() {
        Response tokens = lab.tokens("ada", "openid profile email address phone");
        lab.userinfo(tokens.path("access_token"))
                .then()
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .body("sub", equalTo(Lab.claims(tokens.path("id_token")).getSubject()))
                .body("email_verified", equalTo(true))
                .body("phone_number_verified", equalTo(true))
                .body("updated_at", equalTo(1700000000))
                .body("address.locality", equalTo("London"))
                .body("address.country", equalTo("GB"))
                .body("birthdate", equalTo("1815-12-10"));
    }

    @Test
    void whatAPersonDoesNotHaveIsLeftOut() {
        Map<String, Object> claims = lab.userinfo(
                        lab.tokens("bob", "openid profile email address phone").path("access_token"))
                .jsonPath()
                .getMap("");
        assertThat(claims)
                .containsEntry("email_verified", false)
                .containsEntry("name", "Bob")
                .doesNotContainKeys("address", "phone_number", "phone_number_verified", "picture", "updated_at");
    }

    @Test
    void theTokenComesInTheHeaderOrInAForm() {
        String token = lab.tokens("ada", "openid").path("access_token");
        given().header("Authorization", "bearer " + token)
                .post(lab.issuer() + "/userinfo")
                .then()
                .statusCode(200);
        lab.post(given(), "/userinfo", "access_token", token).then().statusCode(200);
        lab.post(given().header("Authorization", "Bearer " + token), "/userinfo", "access_token", token)
                .then()
                .statusCode(400)
                .header("WWW-Authenticate", containsString("invalid_request"));
        given().get(lab.issuer() + "/userinfo?access_token=" + token).then().statusCode(401);
    }

    @Test
    void withoutATokenOnlyTheChallengeIsSaid() {
        given().get(lab.issuer() + "/userinfo")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", allOf(containsString("Bearer"), not(containsString("error"))));
    }

    @Test
    void noForgedOrOtherJwtIsTaken() throws Exception {
        Response tokens = lab.tokens("ada", "openid");
        String genuine = tokens.path("access_token");
        SignedJWT parsed = SignedJWT.parse(genuine);
        JWTClaimsSet claims = parsed.getJWTClaimsSet();
        String kid = parsed.getHeader().getKeyID();
        ECKey stranger = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        RSAKey ours = JWKSet.parse(given().get(lab.issuer() + "/jwks").asString()).getKeys().stream()
                .filter(RSAKey.class::isInstance)
                .map(RSAKey.class::cast)
                .findFirst()
                .orElseThrow();

        Map<String, String> attacks = new LinkedHashMap<>();
        attacks.put("alg none", new PlainJWT(claims).serialize());
        attacks.put(
                "alg none with our header",
                header("none", kid) + "." + parsed.getPayload().toBase64URL() + ".");
        attacks.put("no signature", genuine.substring(0, genuine.lastIndexOf('.') + 1));
        attacks.put("HS256 with the RSA key", mac(claims, ours));
        attacks.put("another's key under our kid", signed(claims, stranger, header -> header));
        attacks.put("unknown kid", signed(claims, stranger, header -> header.keyID("unknown")));
        attacks.put("no kid", signed(claims, stranger, header -> header.keyID(null)));
        attacks.put("kid as a path", signed(claims, stranger, header -> header.keyID("../../../../dev/null")));
        attacks.put("kid as SQL", signed(claims, stranger, header -> header.keyID("x' or '1'='1")));
        attacks.put("key in the header", signed(claims, stranger, header -> header.jwk(stranger.toPublicJWK())));
        attacks.put(
                "address of a key in the header",
                signed(
                        claims,
                        stranger,
                        header -> header.jwkURL(URI.create(lab.at("/rp/jwks").toString()))
                                .x509CertURL(URI.create(lab.at("/rp/jwks").toString()))));
        attacks.put("crit", signed(claims, stranger, header -> header.criticalParams(Set.of("b64"))));
        attacks.put("the ID token", tokens.path("id_token"));
        attacks.put("the payload changed", changed(parsed, claims));
        attacks.put("no token at all", "x.y.z");
        attacks.put("five parts", "a.b.c.d.e");
        // signed by us, and still not an access token of this realm for this endpoint
        attacks.put("typ JWT", keys.sign(new RealmName("lab"), SigningAlgorithm.ES256, "JWT", claims));
        attacks.put("typ logout+jwt", keys.sign(new RealmName("lab"), SigningAlgorithm.ES256, "logout+jwt", claims));
        attacks.put("another realm's key", keys.sign(new RealmName("plain"), SigningAlgorithm.ES256, "at+jwt", claims));
        attacks.put(
                "another issuer",
                ours(claims, builder -> builder.issuer(lab.at("/realms/plain").toString())));
        attacks.put("expired", ours(claims, builder -> builder.expirationTime(new Date(0))));
        attacks.put("without expiry", ours(claims, builder -> builder.expirationTime(null)));
        attacks.put("for a stranger", ours(claims, builder -> builder.audience(List.of("api", "stranger"))));

        lab.userinfo(genuine).then().statusCode(200);
        attacks.forEach((what, token) -> lab.userinfo(token)
                .then()
                .statusCode(Matchers.describedAs(what, equalTo(401)))
                .header("WWW-Authenticate", containsString("error=\"invalid_token\"")));
        attacks.remove("for a stranger"); // api is in its audience, and may ask about it
        attacks.forEach((what, token) -> lab.post(Lab.as("api", "api-secret"), "/introspect", "token", token)
                .then()
                .statusCode(200)
                .body("active", Matchers.describedAs(what, equalTo(false))));
    }

    @Test
    void aTokenWithoutOpenidIsNotEnough() throws Exception {
        String token = lab.tokens("ada", "openid").path("access_token");
        JWTClaimsSet claims = Lab.claims(token);
        lab.userinfo(ours(claims, builder -> builder.claim("scope", "profile")))
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("error=\"insufficient_scope\""));
    }

    private String ours(JWTClaimsSet claims, UnaryOperator<JWTClaimsSet.Builder> change) {
        JWTClaimsSet changed = change.apply(new JWTClaimsSet.Builder(claims)).build();
        return keys.sign(new RealmName("lab"), SigningAlgorithm.ES256, "at+jwt", changed);
    }

    private static String header(String algorithm, String kid) {
        return Base64URL.encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}")
                .toString();
    }

    private static String mac(JWTClaimsSet claims, RSAKey key) throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(key.getKeyID())
                        .type(new JOSEObjectType("at+jwt"))
                        .build(),
                claims);
        jwt.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return jwt.serialize();
    }

    private static String signed(JWTClaimsSet claims, ECKey key, UnaryOperator<JWSHeader.Builder> change)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                change.apply(new JWSHeader.Builder(JWSAlgorithm.ES256)
                                .keyID(key.getKeyID())
                                .type(new JOSEObjectType("at+jwt")))
                        .build(),
                claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static String changed(SignedJWT jwt, JWTClaimsSet claims) {
        String payload = Base64URL.encode(new JWTClaimsSet.Builder(claims)
                        .claim("scope", "openid profile email")
                        .build()
                        .toString())
                .toString();
        return jwt.getHeader().toBase64URL() + "." + payload + "." + jwt.getSignature();
    }
}
