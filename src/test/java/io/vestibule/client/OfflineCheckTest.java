package io.vestibule.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class OfflineCheckTest {
    private static final String ISSUER = "https://login.example/realms/cloud";
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt");

    private final SettableTime time = new SettableTime();
    private final ECKey key = key("k1");
    private final OfflineCheck check =
            OfflineCheck.of(ISSUER, "volumes", new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())), time);

    @Test
    void aGoodTokenSaysWhoWhatAndWithWhichRoles() {
        assertThat(check.check(signed(ACCESS_TOKEN, claims().build()))).hasValueSatisfying(token -> {
            assertThat(token.subject()).isEqualTo("ada");
            assertThat(token.clientId()).isEqualTo("dashboard");
            assertThat(token.scopes()).containsExactlyInAnyOrder("openid", "project:p1");
            assertThat(token.roles()).containsExactly("member", "reader");
            assertThat(token.groups()).isEmpty();
            assertThat(token.text("project_id")).contains("p1");
        });
    }

    @Test
    void anExpiredTokenIsNone() {
        String token = signed(ACCESS_TOKEN, claims().build());
        time.pass(Duration.ofMinutes(7));
        assertThat(check.check(token)).isEmpty();
    }

    @Test
    void aTokenForAnotherServiceIsNone() {
        assertThat(check.check(signed(ACCESS_TOKEN, claims().audience("images").build())))
                .isEmpty();
    }

    @Test
    void aTokenOfAnotherIssuerIsNone() {
        assertThat(check.check(signed(
                        ACCESS_TOKEN, claims().issuer("https://evil.example").build())))
                .isEmpty();
    }

    @Test
    void anIdTokenIsNoAccessToken() {
        assertThat(check.check(signed(JOSEObjectType.JWT, claims().build()))).isEmpty();
    }

    @Test
    void aTokenWithoutAnEndIsNone() {
        assertThat(check.check(
                        signed(ACCESS_TOKEN, claims().expirationTime(null).build())))
                .isEmpty();
    }

    @Test
    void aTokenSignedWithAnotherKeyOfTheSameNameIsNone() {
        assertThat(check.check(signed(ACCESS_TOKEN, claims().build(), key("k1"))))
                .isEmpty();
    }

    @Test
    void anUnsignedTokenIsNone() {
        assertThat(check.check(new PlainJWT(claims().build()).serialize())).isEmpty();
        assertThat(check.check("nonsense")).isEmpty();
    }

    /** The public key is public: whoever uses it as a shared secret has signed nothing. */
    @Test
    void aTokenSignedWithThePublicKeyAsASecretIsNone() throws JOSEException {
        byte[] secret = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(ACCESS_TOKEN)
                        .keyID("k1")
                        .build(),
                claims().build());
        token.sign(new MACSigner(secret));
        assertThat(check.check(token.serialize())).isEmpty();
    }

    @Test
    void keysThatCannotBeFetchedAreNeitherYesNorNo() {
        OfflineCheck away = OfflineCheck.of(ISSUER, "volumes", URI.create("http://127.0.0.1:1/jwks"));
        assertThatThrownBy(() -> away.check(signed(ACCESS_TOKEN, claims().build())))
                .isInstanceOf(IdentityUnreachable.class);
    }

    private static final String LIST = ISSUER + "/status-lists/1-0";
    private static final JOSEObjectType STATUS_LIST = new JOSEObjectType("statuslist+jwt");

    /** What the issuer would answer, and how often it was asked. */
    private String published = "";

    private int fetched;
    private boolean away;

    private final OfflineCheck withLists = OfflineCheck.of(
            ISSUER,
            "volumes",
            new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())),
            uri -> {
                assertThat(uri).hasToString(LIST);
                fetched++;
                if (away) {
                    throw new IdentityUnreachable("away");
                }
                return published;
            },
            time);

    @Test
    void aTokenThatItsListMarksIsNoneAndItsNeighboursAreGood() {
        published = list(LIST, 9);
        assertThat(withLists.check(listed(LIST, 8))).isPresent();
        assertThat(withLists.check(listed(LIST, 9))).isEmpty();
        assertThat(withLists.check(listed(LIST, 10))).isPresent();
        assertThat(withLists.check(signed(ACCESS_TOKEN, claims().build())))
                .as("names no list")
                .isPresent();
        assertThat(fetched).as("kept for a while").isEqualTo(1);
    }

    @Test
    void aListIsFetchedAgainWhenItSaysSo() {
        published = list(LIST);
        assertThat(withLists.check(listed(LIST, 9))).isPresent();
        published = list(LIST, 9);
        assertThat(withLists.check(listed(LIST, 9))).isPresent();
        time.pass(Duration.ofSeconds(16));
        assertThat(withLists.check(listed(LIST, 9))).isEmpty();
    }

    @Test
    void whileTheIssuerIsAwayTheLastListCountsUntilItsEnd() {
        published = list(LIST, 9);
        assertThat(withLists.check(listed(LIST, 8))).isPresent();
        away = true;
        time.pass(Duration.ofMinutes(2));
        assertThat(withLists.check(listed(LIST, 8))).isPresent();
        assertThat(withLists.check(listed(LIST, 9))).isEmpty();
        time.pass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> withLists.check(listed(LIST, 8))).isInstanceOf(IdentityUnreachable.class);
    }

    @Test
    void whatIsNoListOfTheIssuersForThatAddressVouchesForNobody() {
        published = list(ISSUER + "/status-lists/2-0");
        assertThat(withLists.check(listed(LIST, 8))).as("another list").isEmpty();
        published = signed(STATUS_LIST, listClaims(LIST).build(), key("k1"));
        assertThat(withLists.check(listed(LIST, 8))).as("another's key").isEmpty();
        published = signed(ACCESS_TOKEN, listClaims(LIST).build());
        assertThat(withLists.check(listed(LIST, 8))).as("another kind of token").isEmpty();
        published = signed(STATUS_LIST, listClaims(LIST).expirationTime(null).build());
        assertThat(withLists.check(listed(LIST, 8))).as("without an end").isEmpty();
        published = list(LIST);
        assertThat(withLists.check(listed(LIST, 1 << 20))).as("beyond the list").isEmpty();
        assertThat(withLists.check(listed("https://evil.example/lists/1", 8))).isEmpty();
    }

    private String listed(String uri, int index) {
        return signed(
                ACCESS_TOKEN,
                claims().claim("status", Map.of("status_list", Map.of("uri", uri, "idx", index)))
                        .build());
    }

    private String list(String uri, int... revoked) {
        return signed(STATUS_LIST, listClaims(uri, revoked).build());
    }

    private JWTClaimsSet.Builder listClaims(String uri, int... revoked) {
        BitSet bits = new BitSet();
        Arrays.stream(revoked).forEach(bits::set);
        Deflater deflater = new Deflater();
        deflater.setInput(Arrays.copyOf(bits.toByteArray(), 64));
        deflater.finish();
        byte[] out = new byte[256];
        byte[] packed = Arrays.copyOf(out, deflater.deflate(out));
        System.arraycopy(out, 0, packed, 0, packed.length);
        deflater.end();
        Instant now = time.instant();
        return new JWTClaimsSet.Builder()
                .subject(uri)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(3))))
                .claim("ttl", 15)
                .claim(
                        "status_list",
                        Map.of(
                                "bits",
                                1,
                                "lst",
                                Base64.getUrlEncoder().withoutPadding().encodeToString(packed)));
    }

    private JWTClaimsSet.Builder claims() {
        Instant now = time.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .subject("ada")
                .audience("volumes")
                .claim("client_id", "dashboard")
                .claim("scope", "openid project:p1")
                .claim("project_id", "p1")
                .claim("roles", List.of("member", "reader"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    private String signed(JOSEObjectType type, JWTClaimsSet claims) {
        return signed(type, claims, key);
    }

    private static String signed(JOSEObjectType type, JWTClaimsSet claims, ECKey with) {
        try {
            JWSSigner signer = new ECDSASigner(with);
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(type)
                            .keyID(with.getKeyID())
                            .build(),
                    claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static ECKey key(String name) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(name).generate();
        } catch (JOSEException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
