package io.vestibule.protocol.keystone.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.access.Outcome;
import io.vestibule.access.Project;
import io.vestibule.access.Projects;
import io.vestibule.access.Role;
import io.vestibule.access.Roles;
import io.vestibule.directory.AccountPatch;
import io.vestibule.directory.Accounts;
import io.vestibule.directory.Amendment;
import io.vestibule.directory.Domain;
import io.vestibule.directory.User;
import io.vestibule.identity.Scope;
import io.vestibule.identity.Secret;
import io.vestibule.journey.JourneyClock;
import io.vestibule.mapping.FederationProtocol;
import io.vestibule.mapping.FederationProtocols;
import io.vestibule.mapping.IdentityProvider;
import io.vestibule.mapping.IdentityProviders;
import io.vestibule.mapping.Mappings;
import io.vestibule.mapping.RuleReader;
import io.vestibule.mapping.RuleSet;
import io.vestibule.protocol.keystone.Cloud;
import io.vestibule.protocol.keystone.CloudProfile;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Security cases 48 and 51: what ends a token ends it at once, and nothing that looks like one is one. */
@QuarkusTest
@TestProfile(CloudProfile.class)
class TokenLifeTest {
    @Inject
    Mappings mappings;

    @Inject
    IdentityProviders identityProviders;

    @Inject
    FederationProtocols protocols;

    @Inject
    Cloud cloud;

    @Inject
    JourneyClock clock;

    @Inject
    Accounts accounts;

    @Inject
    Projects projects;

    @Inject
    Roles roles;

    @Inject
    Realms realms;

    @Inject
    TokenIssue issue;

    @Inject
    TokenCheck check;

    private User ada;
    private Project project;
    private String admin;

    @AfterEach
    void now() {
        clock.backToNow();
    }

    @BeforeEach
    void someone() {
        ada = cloud.person();
        project = cloud.project();
        cloud.grant(ada.id(), "member", Cloud.on(project));
        User operator = cloud.person();
        cloud.grant(operator.id(), "admin", new Scope.System());
        admin = cloud.token(operator, Cloud.system());
    }

    private record Switch(String name, Runnable off, Runnable on) {
        Switch(String name, Runnable off) {
            this(name, off, () -> {});
        }
    }

    @TestFactory
    Stream<DynamicTest> whatEndsATokenEndsItAtOnceAndForEver() {
        return Stream.of(
                        new Switch("the user is switched off", () -> enable(false), () -> enable(true)),
                        new Switch("the password is changed", () -> password("another correct horse battery")),
                        new Switch("the user is deleted", () -> accounts.delete(Cloud.REALM, ada.id())))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    someone();
                    String token = cloud.token(ada, Cloud.project(project));
                    String unscoped = cloud.token(ada, "unscoped");
                    assertThat(cloud.counts(token)).isTrue();
                    one.off().run();
                    assertThat(cloud.counts(token)).isFalse();
                    assertThat(cloud.counts(unscoped)).isFalse();
                    cloud.validate(admin, token).then().statusCode(404);
                    one.on().run();
                    assertThat(cloud.counts(token)).as("nothing brings it back").isFalse();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatATokenSpeaksOfIsAskedAtEveryUse() {
        return Stream.of(
                        new Switch(
                                "the role is taken away",
                                () -> cloud.revoke(ada.id(), "member", Cloud.on(project)),
                                () -> cloud.grant(ada.id(), "member", Cloud.on(project))),
                        new Switch(
                                "the project is switched off", () -> enableProject(false), () -> enableProject(true)),
                        new Switch("the project is deleted", () -> projects.delete(Cloud.REALM, project.id())))
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    someone();
                    String token = cloud.token(ada, Cloud.project(project));
                    String unscoped = cloud.token(ada, "unscoped");
                    one.off().run();
                    assertThat(cloud.counts(token)).isFalse();
                    assertThat(cloud.counts(unscoped)).isTrue();
                    cloud.validate(admin, token).then().statusCode(404);
                    one.on().run();
                }));
    }

    @Test
    void aRoleMoreIsSeenAtOnce() {
        String token = cloud.token(ada, Cloud.project(project));
        cloud.grant(ada.id(), "reader", Cloud.on(project));
        cloud.validate(token, token).then().body("token.roles.name", equalTo(List.of("member", "reader")));
        Role extra = cloud.role("extra-" + Cloud.hex());
        cloud.grant(ada.id(), extra.name(), Cloud.on(project));
        cloud.validate(token, token).then().body("token.roles.name", hasItem(extra.name()));
        assertThat(roles.delete(Cloud.REALM, extra.id())).isInstanceOf(Outcome.Done.class);
        cloud.validate(token, token).then().body("token.roles.name", equalTo(List.of("member", "reader")));
    }

    @Test
    void aNewTokenInTheSecondOfAPasswordChangeCounts() {
        for (int i = 0; i < 3; i++) {
            password("password number " + i + " is long");
            String fresh = cloud.authenticate(
                            Cloud.byPassword(ada.id(), "password number " + i + " is long"), Cloud.project(project))
                    .header("X-Subject-Token");
            assertThat(cloud.counts(fresh)).isTrue();
        }
    }

    @Test
    void withTheFirstTokenOfALineGoThoseThatWereMadeFromIt() {
        String first = cloud.token(ada, "unscoped");
        String second =
                cloud.authenticate(Cloud.byToken(first), Cloud.project(project)).header("X-Subject-Token");
        String third = cloud.authenticate(Cloud.byToken(second), "unscoped").header("X-Subject-Token");
        String sibling =
                cloud.authenticate(Cloud.byToken(first), Cloud.project(project)).header("X-Subject-Token");
        delete(second);
        assertThat(List.of(cloud.counts(first), cloud.counts(second), cloud.counts(third), cloud.counts(sibling)))
                .containsExactly(true, false, true, true);
        delete(first);
        assertThat(List.of(cloud.counts(first), cloud.counts(third), cloud.counts(sibling)))
                .containsExactly(false, false, false);
        cloud.authenticate(Cloud.byToken(third), "unscoped").then().statusCode(404);
    }

    @Test
    void noExchangeMakesATokenLastLonger() throws InterruptedException {
        Instant end = Instant.now().plusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
        String short1 = issue.issue(
                        cloud.realm(),
                        TokenRequest.of(ada.id(), List.of("password"), Optional.empty())
                                .until(end))
                .text();
        String short2 = cloud.authenticate(Cloud.byToken(short1), Cloud.project(project))
                .header("X-Subject-Token");
        cloud.authenticate(Cloud.byToken(short2), "unscoped")
                .then()
                .statusCode(201)
                .body("token.expires_at", equalTo(KeystoneTime.text(end)));
    }

    @Test
    void anExpiredTokenIsToldOnlyToThoseWhoAskForExpiredOnes() {
        Instant end = Instant.now().plusSeconds(60);
        String token = issue.issue(
                        cloud.realm(),
                        TokenRequest.of(ada.id(), List.of("password"), Optional.of(Cloud.on(project)))
                                .until(end))
                .text();
        assertThat(cloud.counts(token)).isTrue();
        clock.move(Duration.ofSeconds(61));
        cloud.validate(admin, token).then().statusCode(404);
        cloud.as(token).get(cloud.at("/v3/auth/projects")).then().statusCode(401);
        cloud.as(admin)
                .header("X-Subject-Token", token)
                .get(cloud.at("/v3/auth/tokens?allow_expired=1"))
                .then()
                .statusCode(200)
                .body("token.project.id", equalTo(project.id().value()));
        cloud.authenticate(Cloud.byToken(token), "unscoped").then().statusCode(404);
        enable(false);
        cloud.as(admin)
                .header("X-Subject-Token", token)
                .get(cloud.at("/v3/auth/tokens?allow_expired=1"))
                .then()
                .statusCode(404);
    }

    @Test
    void aFederatedTokenKeepsItsOriginAndItsEnd() {
        campusIsAnIdentityProvider();
        Instant end = Instant.now().plusSeconds(100).truncatedTo(ChronoUnit.SECONDS);
        String token = issue.issue(
                        cloud.realm(),
                        TokenRequest.of(ada.id(), List.of("openid"), Optional.empty())
                                .from(new TokenPayload.Federated("campus", "openid", List.of()))
                                .until(end))
                .text();
        cloud.authenticate(Cloud.byToken(token), Cloud.project(project))
                .then()
                .statusCode(201)
                .body("token.expires_at", equalTo(KeystoneTime.text(end)))
                .body("token.methods", equalTo(List.of("token", "openid")))
                .body("token.user.OS-FEDERATION.identity_provider.id", equalTo("campus"))
                .body("token.user.password_expires_at", equalTo(null));
        cloud.authenticate(Cloud.byToken(token), Cloud.system()).then().statusCode(401);
        cloud.authenticate(Cloud.byToken(token), Cloud.project(cloud.project()))
                .then()
                .statusCode(401);
    }

    private void campusIsAnIdentityProvider() {
        if (RuleReader.read(
                        "{\"rules\": [{\"remote\": [{\"type\": \"sub\"}], \"local\": [{\"user\": {\"name\": \"{0}\"}}]}]}")
                instanceof RuleReader.Outcome.Read read) {
            mappings.create(new RuleSet(Cloud.REALM, "campus", read.rules(), false, Optional.empty()));
        }
        identityProviders.create(new IdentityProvider(
                Cloud.REALM,
                "campus",
                Domain.DEFAULT,
                true,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
        protocols.create(Cloud.REALM, new FederationProtocol("campus", "openid", "campus", Optional.empty()));
    }

    @Test
    void noOtherTextIsAToken() throws ParseException, JOSEException {
        String token = cloud.token(ada, Cloud.project(project));
        SignedJWT jwt = SignedJWT.parse(token);
        JWTClaimsSet claims = jwt.getJWTClaimsSet();
        List<String> forged = new ArrayList<>();
        forged.add(token + "=");
        forged.add(token + ".");
        forged.add(token.replace(".", ".."));
        forged.add(" " + token.substring(1));
        forged.add(unsigned(claims));
        forged.add(signed(new JWSHeader(JWSAlgorithm.HS256), new MACSigner(new byte[32]), claims));
        String otherKey = signed(
                new JWSHeader(JWSAlgorithm.ES256), new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()), claims);
        forged.add(otherKey);
        forged.add(signed(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(jwt.getHeader().getKeyID())
                        .build(),
                new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()),
                claims));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            if (token.charAt(i) != '.') {
                forged.add(token.substring(0, i) + other + token.substring(i + 1));
            }
        }
        for (String text : forged) {
            assertThat(check.valid(cloud.realm(), text)).as(text).isEmpty();
        }
        assertThat(cloud.counts(token)).as("the real one").isTrue();
        delete(token);
        for (char last : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
            String text = token.substring(0, token.length() - 1) + last;
            assertThat(check.valid(cloud.realm(), text))
                    .as("spelt anew after its end")
                    .isEmpty();
        }
    }

    @Test
    void aTokenIsOneOfItsRealm() {
        String token = cloud.token(ada, "unscoped");
        assertThat(check.valid(realms.find("other").orElseThrow(), token)).isEmpty();
        cloud.as(token)
                .header("X-Subject-Token", token)
                .get(cloud.at("/realms/other/v3/auth/tokens"))
                .then()
                .statusCode(401);
    }

    private static String unsigned(JWTClaimsSet claims) {
        return Base64URL.encode("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + Base64URL.encode(claims.toString()) + ".";
    }

    private static String signed(JWSHeader header, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(header, claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private void delete(String token) {
        cloud.as(admin)
                .header("X-Subject-Token", token)
                .delete(cloud.at("/v3/auth/tokens"))
                .then()
                .statusCode(204);
    }

    private void enable(boolean enabled) {
        accounts.update(cloud.realm(), ada.id(), AccountPatch.nothing().withEnabled(enabled));
    }

    private void enableProject(boolean enabled) {
        projects.update(Cloud.REALM, project.id(), draft -> draft.enabled(enabled));
    }

    private void password(String wanted) {
        accounts.update(
                cloud.realm(), ada.id(), AccountPatch.nothing().withPassword(new Amendment.To<>(new Secret(wanted))));
    }
}
