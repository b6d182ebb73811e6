package io.vestibule.protocol.oidc.downstream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vestibule.peer.PlainBrowser;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** OIDC Core §2, §3.1.3, RFC 9068, RFC 6749 §4.4: what is in the tokens, checked as any relying party does. */
@QuarkusTest
@TestProfile(LabProfile.class)
class TokensTest {
    @Inject
    Lab lab;

    @Inject
    Tables tables;

    private static RequestSpecification web() {
        return Lab.as("web", "web-secret-of-today");
    }

    @Test
    void theIdTokenVerifies() throws Exception {
        Response tokens = lab.tokens("ada", "openid");
        verified(tokens, "web", JWSAlgorithm.RS256);
    }

    @Test
    void theAlgorithmIsTheClientsChoice() throws Exception {
        String code = lab.code("ada", lab.request("post"));
        Response tokens = lab.token(
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
                "post-secret");
        verified(tokens, "post", JWSAlgorithm.ES256);
        assertThat(SignedJWT.parse(tokens.path("access_token")).getHeader().getAlgorithm())
                .isEqualTo(JWSAlgorithm.RS256);
    }

    private void verified(Response tokens, String client, JWSAlgorithm algorithm) throws Exception {
        JWKSet keys = JWKSet.parse(given().get(lab.issuer() + "/jwks").asString());
        SignedJWT idToken = SignedJWT.parse(tokens.path("id_token"));
        IDTokenValidator validator = new IDTokenValidator(
                new Issuer(lab.issuer()),
                new ClientID(client),
                new JWSVerificationKeySelector<SecurityContext>(algorithm, new ImmutableJWKSet<>(keys)),
                null);
        validator.validate(idToken, new Nonce("n-1"));
        AccessTokenValidator.validate(
                new BearerAccessToken(tokens.<String>path("access_token")),
                algorithm,
                new AccessTokenHash(idToken.getJWTClaimsSet().getStringClaim("at_hash")));
    }

    @Test
    void theIdTokenSaysHowThePersonSignedInAndNothingAboutThemUnasked() throws Exception {
        JWTClaimsSet claims =
                Lab.claims(lab.tokens("ada", "openid profile email").path("id_token"));
        assertThat(claims.getClaims())
                .containsKeys("iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "amr", "sid", "at_hash")
                .doesNotContainKeys("name", "email", "preferred_username", "groups", "federated_claims", "azp");
        assertThat(claims.getStringListClaim("amr")).containsExactly("pwd");
        assertThat(claims.getAudience()).containsExactly("web");
    }

    @Test
    void groupsAndTheUpstreamAreThereWhenAskedFor() throws Exception {
        JWTClaimsSet claims =
                Lab.claims(lab.tokens("ada", "openid groups federated:id").path("id_token"));
        assertThat(claims.getStringListClaim("groups")).containsExactly("admins", "engineers");
        assertThat(claims.getJSONObjectClaim("federated_claims"))
                .containsEntry("connector_id", "people")
                .containsKey("user_id");
    }

    @Test
    void claimsAskedForByNameAreWhereTheyWereAskedFor() {
        String wanted = "{\"id_token\":{\"email\":null,\"auth_time\":{\"essential\":true}},"
                + "\"userinfo\":{\"name\":{\"essential\":true},\"unknown_claim\":null}}";
        String code = lab.code("ada", lab.request("web", "claims", wanted));
        Response tokens = lab.redeem(web(), code);
        assertThat(Lab.claims(tokens.path("id_token")).getClaims())
                .containsEntry("email", "ada@lab.example")
                .doesNotContainKeys("name");
        lab.userinfo(tokens.path("access_token"))
                .then()
                .body("name", equalTo("Ada Lovelace"))
                .body("email", nullValue())
                .body("given_name", nullValue());
    }

    @Test
    void theAccessTokenIsOfRfc9068() throws Exception {
        Response tokens = lab.tokens("ada", "openid profile");
        SignedJWT accessToken = SignedJWT.parse(tokens.path("access_token"));
        assertThat(accessToken.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(accessToken.getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.ES256);
        JWTClaimsSet claims = accessToken.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo(lab.issuer());
        assertThat(claims.getAudience()).containsExactly("api", lab.issuer());
        assertThat(claims.getSubject())
                .isEqualTo(Lab.claims(tokens.path("id_token")).getSubject());
        assertThat(claims.getClaims())
                .containsEntry("client_id", "web")
                .containsEntry("scope", "openid profile")
                .containsKeys("exp", "iat", "jti", "sid", "gid", "auth_time")
                .doesNotContainKeys("name", "email");
    }

    @Test
    void aClientsOwnTokenIsForItselfAndStoresNothing() {
        Map<String, Long> before = tables.rows();
        Response tokens = lab.token(
                Lab.as("machine", "machine-secret"),
                "grant_type",
                "client_credentials",
                "scope",
                "api.write unknown openid api.read");
        tokens.then().statusCode(200).body("scope", equalTo("api.write api.read"));
        assertThat(tokens.<String>path("refresh_token")).isNull();
        assertThat(tokens.<String>path("id_token")).isNull();
        JWTClaimsSet claims = Lab.claims(tokens.path("access_token"));
        assertThat(claims.getSubject()).isEqualTo("machine");
        assertThat(claims.getAudience()).isEqualTo(List.of("api"));
        assertThat(tables.rows()).isEqualTo(before);
        lab.userinfo(tokens.path("access_token")).then().statusCode(401);
    }

    @Test
    void aSecondRelyingPartyGetsItsProofWithoutAPrompt() throws Exception {
        try (PlainBrowser browser = new PlainBrowser()) {
            Response first = lab.redeem(web(), Lab.code(lab.signIn(browser, "ada", lab.request("web"))));
            PlainBrowser.Visit second = browser.open(lab.authorize(lab.request("gerrit", "prompt", "none")));
            Response tokens = lab.redeem(Lab.as("gerrit", "gerrit-secret-._~"), Lab.code(second));
            JWTClaimsSet one = Lab.claims(first.path("id_token"));
            JWTClaimsSet other = Lab.claims(tokens.path("id_token"));
            assertThat(other.getSubject()).isEqualTo(one.getSubject());
            assertThat(other.getClaim("sid")).isEqualTo(one.getClaim("sid"));
            assertThat(other.getClaim("auth_time")).isEqualTo(one.getClaim("auth_time"));
        }
    }
}
