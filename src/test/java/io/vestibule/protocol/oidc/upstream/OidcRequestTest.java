package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.connector.Departure;
import io.vestibule.connector.Trip;
import io.vestibule.connector.UpstreamLogout;
import io.vestibule.identity.Secret;
import io.vestibule.identity.UpstreamSession;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the provider is asked, and that what was asked is also insisted on. */
class OidcRequestTest {
    private final OidcConnectorFixture fixture = new OidcConnectorFixture();
    private final ScriptedProvider provider = fixture.provider;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void asksForACodeWithPkceNonceAndState() {
        Trip trip = OidcConnectorFixture.trip();
        fixture.login(fixture.connector(), trip);

        assertThat(asked())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", ScriptedProvider.CLIENT_ID)
                .containsEntry("redirect_uri", trip.callback().toString())
                .containsEntry("scope", "openid profile email")
                .containsEntry("state", trip.hop())
                .containsEntry("code_challenge_method", "S256")
                .containsKeys("nonce", "code_challenge")
                .doesNotContainKeys("prompt", "max_age", "acr_values", "login_hint", "ui_locales", "response_mode");
        assertThat(asked().get("code_challenge")).hasSize(43);
    }

    @Test
    void forwardsWhatTheApplicationAsked() {
        Trip plain = OidcConnectorFixture.trip();
        Trip demanding = new Trip(
                plain.realm(),
                plain.connector(),
                plain.callback(),
                plain.hop(),
                List.of("urn:gold", "urn:silver"),
                true,
                true,
                Optional.of(Duration.ofMinutes(5)),
                Optional.of("ada@example.org"),
                List.of("de", "en-GB"));
        fixture.login(fixture.connector(), demanding);

        assertThat(asked())
                .containsEntry("acr_values", "urn:gold urn:silver")
                .containsEntry("prompt", "login select_account")
                .containsEntry("max_age", "0")
                .containsEntry("login_hint", "ada@example.org")
                .containsEntry("ui_locales", "de en-GB");
    }

    @Test
    void theApplicationsClassesAreAskedForInTheProvidersWordsAndWhatItDoesNotKnowIsLeftOut() {
        String table = "acr: {'2': [urn:their:mfa, urn:their:gold], phr: [urn:their:key]}\namr: {'3': [hwk]}";
        fixture.login(fixture.connector(table), wanting("2", "3", "1", "https://refeds.org/profile/mfa", "urn:coined"));
        assertThat(asked())
                .as("but the application's own URI, which is no word of the realm")
                .containsEntry("acr_values", "urn:their:mfa urn:their:gold urn:coined");

        fixture.login(fixture.connector(table, "acrValues: [urn:usual]"), wanting("1"));
        assertThat(provider.authorizationRequests.getLast()).containsEntry("acr_values", "urn:usual");
    }

    @Test // OpenID Connect Core §5.5.1.1
    void aClassIsAskedForAsTheProviderUnderstandsIt() {
        fixture.login(fixture.connector("acrRequest: claim"), wanting("urn:gold"));
        assertThat(asked())
                .doesNotContainKey("acr_values")
                .containsEntry("claims", "{\"id_token\":{\"acr\":{\"values\":[\"urn:gold\"]}}}");

        fixture.login(fixture.connector("acrRequest: essential-claim"), wanting("urn:gold"));
        assertThat(provider.authorizationRequests.getLast().get("claims")).contains("\"essential\":true");

        fixture.login(fixture.connector("acrRequest: none"), wanting("urn:gold"));
        assertThat(provider.authorizationRequests.getLast()).doesNotContainKeys("acr_values", "claims");
    }

    @Test
    void theOperatorsChoicesGoAlongAndTheYoungerAgeCounts() {
        OidcConnector connector = fixture.connector(
                "scopes: [openid, groups]",
                "acrValues: [urn:usual]",
                "forwardLoginHint: false",
                "responseMode: form_post",
                "maxAge: 1h",
                "parameters: {kc_idp_hint: saml, prompt: consent}");
        Trip trip = asking(Optional.of(Duration.ofMinutes(5)), false);
        fixture.login(connector, trip);

        assertThat(asked())
                .containsEntry("scope", "openid groups")
                .containsEntry("acr_values", "urn:usual")
                .containsEntry("response_mode", "form_post")
                .containsEntry("kc_idp_hint", "saml")
                .containsEntry("prompt", "consent")
                .containsEntry("max_age", "300")
                .doesNotContainKey("login_hint");
    }

    @Test
    void keepsTheQueryTheAuthorizationEndpointHas() {
        provider.metadata = document -> document.put(
                "authorization_endpoint", provider.at("/authorize?tenant=a").toString());

        assertThat(fixture.login(fixture.connector())).isInstanceOf(Authenticated.class);
        assertThat(asked()).containsEntry("tenant", "a").containsEntry("response_type", "code");
    }

    @Test
    void authenticatesByBasicWithBothHalvesFormEncoded() {
        fixture.login(fixture.connector());

        String basic = provider.tokenRequests.getFirst().authorization().replaceFirst("^Basic ", "");
        assertThat(new String(Base64.getDecoder().decode(basic), StandardCharsets.UTF_8))
                .isEqualTo("the+client:s3cret%2Fwith%3Aodd%2Bchars");
        assertThat(provider.tokenRequests.getFirst().fields())
                .containsOnlyKeys("grant_type", "code", "redirect_uri", "code_verifier");
    }

    @Test
    void authenticatesByPost() {
        fixture.login(fixture.connector("tokenEndpointAuthMethod: client_secret_post"));

        assertThat(provider.tokenRequests.getFirst().authorization()).isEqualTo("null");
        assertThat(provider.tokenRequests.getFirst().fields())
                .containsEntry("client_id", ScriptedProvider.CLIENT_ID)
                .containsEntry("client_secret", ScriptedProvider.CLIENT_SECRET);
    }

    @Test
    void aPublicClientShowsItsNameOnly() {
        fixture.login(fixture.connector("tokenEndpointAuthMethod: none", Clock.systemUTC()));

        assertThat(provider.tokenRequests.getFirst().fields())
                .containsEntry("client_id", ScriptedProvider.CLIENT_ID)
                .doesNotContainKeys("client_secret", "client_assertion");
    }

    @Test
    void authenticatesByAnAssertionForTheTokenEndpointOrTheIssuer() {
        List<JWTClaimsSet> signed = new ArrayList<>();
        fixture.signer = (algorithm, claims) -> {
            signed.add(claims);
            return "signed-with-" + algorithm;
        };
        fixture.login(fixture.connector(
                "tokenEndpointAuthMethod: private_key_jwt\nclientAssertionAlgorithm: ES256", Clock.systemUTC()));
        fixture.login(fixture.connector(
                "tokenEndpointAuthMethod: private_key_jwt\nclientAssertionAudience: issuer", Clock.systemUTC()));

        assertThat(provider.tokenRequests.getFirst().fields())
                .containsEntry("client_assertion", "signed-with-ES256")
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        JWTClaimsSet first = signed.getFirst();
        assertThat(first.getIssuer()).isEqualTo(ScriptedProvider.CLIENT_ID);
        assertThat(first.getSubject()).isEqualTo(ScriptedProvider.CLIENT_ID);
        assertThat(first.getAudience()).containsExactly(provider.at("/token").toString());
        assertThat(first.getExpirationTime().toInstant())
                .isBetween(Instant.now(), Instant.now().plusSeconds(61));
        assertThat(first.getJWTID()).isNotEqualTo(signed.getLast().getJWTID());
        assertThat(signed.getLast().getAudience())
                .containsExactly(provider.issuer().toString());
    }

    @Test
    void anOldAuthenticationDoesNotPassWhereAYoungOneWasAsked() {
        provider.idToken = claims -> claims.claim("auth_time", Instant.now().getEpochSecond() - 3600);
        OidcConnector connector = fixture.connector();

        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);
        assertThat(fixture.login(connector, asking(Optional.of(Duration.ofHours(2)), false)))
                .isInstanceOf(Authenticated.class);
        assertTooOld(fixture.login(connector, asking(Optional.of(Duration.ofMinutes(10)), false)));
        assertTooOld(fixture.login(connector, asking(Optional.empty(), true)));
        assertTooOld(fixture.login(fixture.connector("maxAge: 10m"), OidcConnectorFixture.trip()));
    }

    @Test
    void aMissingTimeOfAuthenticationDoesNotPassWhereOneWasAsked() {
        provider.idToken = claims -> claims.claim("auth_time", null);
        OidcConnector connector = fixture.connector();

        Authenticated anyTime = (Authenticated) fixture.login(connector);
        assertThat(anyTime.identity().context().authnInstant())
                .as("then the time of issue stands for it")
                .isBetween(Instant.now().minusSeconds(5), Instant.now());
        assertTooOld(fixture.login(connector, asking(Optional.of(Duration.ofHours(2)), false)));
        assertTooOld(fixture.login(connector, asking(Optional.empty(), true)));
    }

    @Test
    void aWeakerAuthenticationThanTheOperatorRequiresIsRefused() {
        OidcConnector connector = fixture.connector("requiredAcr: [urn:gold]");
        provider.idToken = claims -> claims.claim("acr", "urn:gold");
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);

        provider.idToken = claims -> claims.claim("acr", "urn:silver");
        assertThat(fixture.login(connector)).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Rejection.CONTEXT_NOT_MET);
            assertThat(rejected.expected()).isEqualTo("urn:gold");
            assertThat(rejected.actual()).isEqualTo("urn:silver");
        });
    }

    @Test
    void signsOutAtTheProviderWithItsOwnIdTokenAsHint() {
        OidcConnector connector = fixture.connector("signOutUpstream: true");
        provider.idToken = claims -> claims.claim("sid", "session-7");
        Authenticated login = (Authenticated) fixture.login(connector);

        assertThat(login.identity().upstreamSession().id()).contains("session-7");
        UpstreamLogout.Way.Open way = (UpstreamLogout.Way.Open) connector
                .upstreamLogout()
                .orElseThrow()
                .depart(
                        login.identity().upstreamSession(),
                        OidcConnectorFixture.trip().callback(),
                        "hop-1");
        String address = OidcConnectorFixture.address(new Departure(way.by(), new Departure.Memory(Map.of())))
                .toString();
        assertThat(address)
                .startsWith(provider.at("/logout?tenant=a&").toString())
                .contains("state=hop-1")
                .contains("post_logout_redirect_uri=http%3A%2F%2Flocalhost")
                .contains("id_token_hint="
                        + login.identity()
                                .upstreamSession()
                                .logoutHint()
                                .orElseThrow()
                                .reveal());
    }

    @Test // the operator has changed who is behind the connector meanwhile
    void whatAnotherProviderSaidIsShownToNobody() {
        OidcConnector connector = fixture.connector("signOutUpstream: true");
        String others = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL290aGVyLmV4YW1wbGUiLCJzdWIiOiJhZGEifQ.c2ln";
        for (String hint : List.of(others, "provider=https%3A%2F%2Fidp.example&value=ada")) {
            UpstreamLogout.Way.Open way = (UpstreamLogout.Way.Open) connector
                    .upstreamLogout()
                    .orElseThrow()
                    .depart(
                            new UpstreamSession(Optional.empty(), Optional.of(new Secret(hint))),
                            OidcConnectorFixture.trip().callback(),
                            "hop-1");
            String address = OidcConnectorFixture.address(new Departure(way.by(), new Departure.Memory(Map.of())))
                    .toString();
            assertThat(address).contains("client_id=", "state=hop-1").doesNotContain("id_token_hint");
        }
    }

    @Test
    void aProviderWithoutAnEndSessionEndpointCannotBeSignedOutOf() {
        provider.metadata = document -> document.remove("end_session_endpoint");
        OidcConnector connector = fixture.connector("signOutUpstream: true");
        Authenticated login = (Authenticated) fixture.login(connector);

        assertThat(connector
                        .upstreamLogout()
                        .orElseThrow()
                        .depart(
                                login.identity().upstreamSession(),
                                OidcConnectorFixture.trip().callback(),
                                "hop"))
                .isEqualTo(new UpstreamLogout.Way.None());
    }

    @Test
    void nobodyIsSignedOutAtTheProviderUnlessTheConnectorSaysSo() {
        assertThat(fixture.connector().upstreamLogout()).isEmpty();
    }

    private Map<String, String> asked() {
        return provider.authorizationRequests.getLast();
    }

    private static Trip asking(Optional<Duration> maxAge, boolean fresh) {
        Trip plain = OidcConnectorFixture.trip();
        return new Trip(
                plain.realm(),
                plain.connector(),
                plain.callback(),
                plain.hop(),
                List.of(),
                fresh,
                false,
                maxAge,
                Optional.of("hint"),
                List.of());
    }

    private static void assertTooOld(AuthnOutcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.kind()).isEqualTo(Rejection.CONTEXT_NOT_MET);
            assertThat(rejected.reason()).isEqualTo("authentication-too-old");
        });
    }

    private static Trip wanting(String... words) {
        return OidcConnectorFixture.wanting(words);
    }
}
