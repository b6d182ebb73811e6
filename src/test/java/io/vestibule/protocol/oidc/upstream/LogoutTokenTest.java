package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.Step;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** OpenID Connect Back-Channel Logout §2.6: what must be true of a token before anybody is signed out by it. */
class LogoutTokenTest {
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    private final OidcConnectorFixture fixture = new OidcConnectorFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A change that spoils an honest token, and the reason the log gives. */
    interface Spoil {
        void in(JWTClaimsSet.Builder claims);
    }

    @Test
    void anHonestTokenNamesTheSessionAndThePerson() throws JOSEException {
        for (String type : List.of("logout+jwt", "JWT")) {
            Step<LogoutToken> checked = fixture.connector().ended(token(type, claims -> {}));
            LogoutToken token = ((Step.Done<LogoutToken>) checked).value();
            assertThat(token.subject()).contains("ada-1");
            assertThat(token.session()).contains("their-session");
            assertThat(token.id()).isEqualTo("jti-1");
        }
    }

    static Stream<Arguments> spoiled() {
        return Stream.of(
                spoiled("logout-token-issuer", claims -> claims.issuer("https://elsewhere.example")),
                spoiled("logout-token-audience", claims -> claims.audience("another")),
                spoiled(
                        "logout-token-audience",
                        claims -> claims.audience(List.of(ScriptedProvider.CLIENT_ID, "another"))),
                spoiled(
                        "logout-token-issued-in-future",
                        claims -> claims.issueTime(Date.from(Instant.now().plusSeconds(3600)))),
                spoiled(
                        "logout-token-expired",
                        claims -> claims.expirationTime(Date.from(Instant.now().minusSeconds(3600)))),
                spoiled("logout-token-expired", claims -> claims.expirationTime(null)),
                spoiled("logout-token-of-nobody", claims -> claims.subject(null).claim("sid", null)),
                spoiled("logout-token-events", claims -> claims.claim("events", null)),
                spoiled("logout-token-events", claims -> claims.claim("events", Map.of("other", Map.of()))),
                spoiled("logout-token-events", claims -> claims.claim("events", Map.of(EVENT, "yes"))),
                spoiled("logout-token-nonce", claims -> claims.claim("nonce", "n")),
                spoiled("logout-token-id", claims -> claims.jwtID(null)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoiled")
    void aSpoiledTokenSignsNobodyOut(String reason, Spoil spoil) throws JOSEException {
        assertRefused(reason, token("logout+jwt", spoil));
    }

    @Test
    void anotherKindOfTokenIsNoLogoutToken() throws JOSEException {
        assertRefused("id-token-type", token("at+jwt", claims -> {}));
    }

    @Test
    void onlyTheProvidersKeyCounts() throws JOSEException {
        SignedJWT forged = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("first").build(), claims(claim -> {}));
        forged.sign(new RSASSASigner(ScriptedProvider.rsaKey("first")));
        assertRefused("id-token-signature", forged.serialize());
        assertRefused("id-token-malformed", "");
    }

    private void assertRefused(String reason, String token) {
        Step<LogoutToken> checked = fixture.connector().ended(token);
        assertThat(checked).isInstanceOf(Step.Stopped.class);
        assertThat(((Step.Stopped<LogoutToken>) checked).outcome())
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
    }

    private static Arguments spoiled(String reason, Spoil spoil) {
        return Arguments.of(reason, spoil);
    }

    private String token(String type, Spoil spoil) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID(ScriptedProvider.firstKey().getKeyID())
                        .type(new JOSEObjectType(type))
                        .build(),
                claims(spoil));
        jwt.sign(new RSASSASigner(ScriptedProvider.firstKey()));
        return jwt.serialize();
    }

    private JWTClaimsSet claims(Spoil spoil) {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(fixture.provider.issuer().toString())
                .audience(ScriptedProvider.CLIENT_ID)
                .subject("ada-1")
                .claim("sid", "their-session")
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plusSeconds(120)))
                .jwtID("jti-1")
                .claim("events", Map.of(EVENT, Map.of()));
        spoil.in(claims);
        return claims.build();
    }
}
