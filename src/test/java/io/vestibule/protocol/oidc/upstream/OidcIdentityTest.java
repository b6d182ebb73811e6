package io.vestibule.protocol.oidc.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.connector.AuthnOutcome;
import io.vestibule.connector.AuthnOutcome.Authenticated;
import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.identity.Claims;
import io.vestibule.identity.UpstreamIdentity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From what a provider says to what this house knows about a person. */
class OidcIdentityTest {
    private final OidcConnectorFixture fixture = new OidcConnectorFixture();
    private final ScriptedProvider provider = fixture.provider;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void claimsOfBothSourcesAreJoinedAndFlattened() {
        provider.idToken = claims -> claims.claim("email", "ada@signed.example")
                .claim("email_verified", true)
                .claim("level", 7)
                .claim("address", Map.of("locality", "London", "geo", Map.of("lat", 51.5)));
        provider.userinfo = answer -> {
            answer.put("email", "ada@other.example");
            answer.put("groups", List.of("admins", "staff"));
            answer.put("name", "Ada Lovelace");
            answer.put("iss", "https://evil.test");
        };

        Claims claims = login().claims();

        assertThat(claims.first("email"))
                .as("where they differ the signed one counts")
                .contains("ada@signed.example");
        assertThat(claims.isTrue("email_verified")).isTrue();
        assertThat(claims.first("level")).contains("7");
        assertThat(claims.first("address.locality")).contains("London");
        assertThat(claims.first("address.geo.lat")).contains("51.5");
        assertThat(claims.all("groups")).containsExactly("admins", "staff");
        assertThat(claims.first("name")).contains("Ada Lovelace");
        assertThat(claims.first("preferred_username")).contains("ada");
        assertThat(claims.first("iss")).contains(provider.issuer().toString());
        assertThat(claims.first("sub")).contains("ada-1");
        assertThat(claims.values()).doesNotContainKeys("nonce", "exp", "iat", "aud", "at_hash", "auth_time");
    }

    @Test
    void howAndWhenThePersonWasAuthenticatedIsKept() {
        Instant then = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 120);
        provider.idToken = claims -> claims.claim("auth_time", then.getEpochSecond())
                .claim("acr", "urn:gold")
                .claim("amr", List.of("pwd", "otp"));

        UpstreamIdentity identity = login();

        assertThat(identity.subject()).isEqualTo("ada-1");
        assertThat(identity.context().authnInstant()).isEqualTo(then);
        assertThat(identity.context().acr()).contains("urn:gold");
        assertThat(identity.context().amr()).containsExactlyInAnyOrder("otp", "pwd");
    }

    @ParameterizedTest // an application that reads amr alone must not learn of a factor that the operator's table does
    // not believe
    @CsvSource({"urn:mfa, pwd otp, otp pwd", "urn:unheard-of, pwd otp, pwd", "urn:unheard-of, hwk mfa, ''"})
    void methodsThatSayMoreThanIsBelievedGoNowhere(String acr, String amr, String expected) {
        provider.idToken = claims -> claims.claim("acr", acr).claim("amr", List.of(amr.split(" ")));
        AuthnOutcome outcome =
                fixture.login(fixture.connector("acr: {'2': [urn:mfa]}"), OidcConnectorFixture.wanting());
        assertThat(String.join(
                        " ", ((Authenticated) outcome).identity().context().amr()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "acr {1}, amr {2}, wanted {0}: {3}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, urn:mfa, -, 2",
                "-, urn:also-mfa, -, 2",
                "-, -, mfa, 2",
                "-, -, otp pwd, 2",
                "-, -, otp, -",
                "-, -, hwk, phr",
                "2, -, hwk mfa, 2",
                "-, -, hwk mfa, phr",
                "-, 2, -, -", // their 2 is not ours
                "-, urn:unheard-of, -, -",
                "urn:as-asked, urn:as-asked, -, urn:as-asked",
                "-, urn:as-asked, -, -",
                "urn:ours, urn:ours, -, -", // which goes there as urn:theirs
                "https://refeds.org/profile/mfa, https://refeds.org/profile/mfa, -, -" // the realm's, and not in the
                // table
            })
    void whatTheProviderSaysIsPutIntoThisRealmsWordsAndNothingElseCounts(
            String wanted, String acr, String amr, String expected) {
        provider.idToken =
                claims -> claims.claim("acr", acr).claim("amr", amr == null ? null : List.of(amr.split(" ")));
        OidcConnector connector = fixture.connector(
                "acr: {phr: [urn:key], '2': [urn:mfa, urn:also-mfa], 'urn:ours': [urn:theirs]}",
                "amr: {phr: [hwk, swk], '2': [mfa, pwd otp]}");

        AuthnOutcome outcome = fixture.login(
                connector, OidcConnectorFixture.wanting(wanted == null ? new String[0] : new String[] {wanted}));

        assertThat(((Authenticated) outcome).identity().context().acr()).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void theOperatorSaysWhichClaimsAreTheUserNameAndTheGroups() {
        provider.idToken =
                claims -> claims.claim("upn", "ada@corp").claim("realm_access", Map.of("roles", List.of("a", "b")));

        Claims claims = ((Authenticated)
                        fixture.login(fixture.connector("usernameClaim: upn", "groupsClaim: realm_access.roles")))
                .identity()
                .claims();

        assertThat(claims.all("preferred_username")).containsExactly("ada@corp");
        assertThat(claims.all("groups")).containsExactly("a", "b");
    }

    @Test
    void aPersonOutsideTheAcceptedOrganisationIsRefused() {
        OidcConnector connector = fixture.connector("requiredClaims: {hd: [example.org, example.com]}");
        provider.idToken = claims -> claims.claim("hd", "example.com");
        assertThat(fixture.login(connector)).isInstanceOf(Authenticated.class);

        for (Object other : new Object[] {"evil.test", "", List.of(), "EXAMPLE.COM"}) {
            provider.idToken = claims -> claims.claim("hd", other);
            assertThat(fixture.login(connector)).isInstanceOfSatisfying(Rejected.class, rejected -> {
                assertThat(rejected.kind()).isEqualTo(Rejection.DENIED_UPSTREAM);
                assertThat(rejected.reason()).isEqualTo("required-claim");
            });
        }
        provider.idToken = claims -> {};
        assertThat(fixture.login(connector)).isInstanceOf(Rejected.class);
    }

    @Test
    void userinfoIsNotAskedWhenSwitchedOffOrAbsent() {
        fixture.login(fixture.connector("userinfo: false"));
        assertThat(provider.fetched).doesNotContain("/userinfo");

        provider.metadata = document -> document.remove("userinfo_endpoint");
        assertThat(fixture.login(fixture.connector())).isInstanceOf(Authenticated.class);
        assertThat(provider.fetched).doesNotContain("/userinfo");
    }

    @Test
    void anAccessTokenOfAnUnknownTypeIsNotUsed() {
        provider.tokenAnswer = answer -> answer.put("token_type", "mac");

        assertThat(fixture.login(fixture.connector())).isInstanceOf(Authenticated.class);
        assertThat(provider.fetched).doesNotContain("/userinfo");
    }

    @Test
    void whatAProviderSaysIsBoundedAndStorable() {
        Map<String, Object> deep = new HashMap<>(Map.of("end", "x"));
        for (int i = 0; i < 50; i++) {
            deep = new HashMap<>(Map.of("d", deep));
        }
        Map<String, Object> nested = deep;
        provider.userinfo = answer -> {
            answer.put("deep", nested);
            answer.put("many", IntStream.range(0, 5_000).mapToObj(i -> "g" + i).toList());
            for (int i = 0; i < 9; i++) {
                answer.put(
                        "z" + i,
                        IntStream.range(0, 1_000).mapToObj(Integer::toString).toList());
            }
            answer.put("long", "x".repeat(9_000));
            answer.put("nul", "a\0b");
            answer.put("n".repeat(300), "name too long");
            answer.put("nothing", null);
            answer.put("mixed", Arrays.asList("a", 1, true, null, List.of("b")));
        };

        Claims claims = login().claims();

        assertThat(claims.all("many")).hasSize(1_000);
        assertThat(claims.values().values().stream().mapToInt(List::size).sum()).isLessThanOrEqualTo(4_000);
        assertThat(claims.values()).doesNotContainKeys("long", "nul", "nothing", "n".repeat(300));
        assertThat(FlatClaims.isStorable("half a pair \uD83D")).isFalse();
        assertThat(claims.all("mixed")).containsExactly("a", "1", "true", "b");
        assertThat(claims.values().keySet()).noneMatch(name -> name.endsWith("end"));
    }

    @Test
    void aVeryLargeTokenIsNoHintForSigningOut() {
        provider.idToken = claims -> claims.claim("groups", Collections.nCopies(500, "a-group-with-a-name"));

        assertThat(login().upstreamSession().logoutHint()).isEmpty();
    }

    private UpstreamIdentity login() {
        return ((Authenticated) fixture.login(fixture.connector())).identity();
    }
}
