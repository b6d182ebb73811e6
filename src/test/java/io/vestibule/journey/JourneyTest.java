package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole logins over real HTTP, with a relying party that verifies everything it gets. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class JourneyTest {
    @Inject
    House house;

    @Inject
    AuditLines audit;

    @Inject
    RealmFiles files;

    @ParameterizedTest
    @EnumSource(Way.class)
    void aPersonSignsInAndTheRelyingPartyVerifiesWhoItIs(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = house.enter(browser, "desk");
            assertThat(picker.address().getPath()).isEqualTo("/realms/house/login");
            assertThat(picker.html().text()).contains("Desk", "Guild");

            Arrival arrival = Arrival.at(house.signIn(browser, way, picker));

            assertThat(arrival.claim("iss")).isEqualTo(house.at("").toString());
            assertThat(arrival.userinfo("name")).isEqualTo(way.fullName);
            assertThat(arrival.userinfo("sub")).isEqualTo(arrival.claim("sub"));
            assertThat(arrival.userinfo("email")).startsWith(way.person + "@");
            assertThat(arrival.shown().path("userinfo").path("groups").toString())
                    .contains(way == Way.LOCAL ? "engineers" : "mathematics");
            assertThat(arrival.claim("auth_time")).matches("\\d+");
            assertThat(arrival.claim("sid")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRefreshTokenWorksOnceAndItsReuseEndsTheFamily(Way way) throws IOException {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, way, way.person, "desk");
            HTTPResponse first = house.refresh("desk", arrival);
            assertThat(first.getStatusCode()).isEqualTo(200);
            String second = new ObjectMapper()
                    .readTree(first.getBody())
                    .get("refresh_token")
                    .asText();
            assertThat(second).isNotEqualTo(arrival.text("refresh_token"));

            audit.begin();
            assertRefused(house.refresh("desk", arrival));
            assertThat(audit.all())
                    .as("whose it was, and where it began")
                    .anyMatch(line -> line.path("reason").asText().equals("refresh-token-reused")
                            && line.path("event").asText().equals("grant-revoked")
                            && line.path("user").isTextual()
                            && line.path("session").asText().equals(arrival.claim("sid")));
            assertRefused(house.parties().refresh("desk", second));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSecondRelyingPartySignsInWithoutAskingAnything(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival desk = house.arrive(browser, way, way.person, "desk");
            Arrival shelf = Arrival.at(house.enter(browser, "shelf"));

            assertThat(shelf.asked()).as(shelf.trail().toString()).isFalse();
            assertThat(shelf.claim("sid")).isEqualTo(desk.claim("sid"));
            assertThat(shelf.claim("sub")).isEqualTo(desk.claim("sub"));
            assertThat(shelf.claim("auth_time")).isEqualTo(desk.claim("auth_time"));
            assertThat(shelf.claim("aud")).isEqualTo("shelf");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theSamePersonHasTheSameSubjectFromAnotherBrowser(Way way) {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            Arrival first = house.arrive(one, way, way.person, "desk");
            Arrival second = house.arrive(other, way, way.person, "desk");

            assertThat(second.claim("sub")).isEqualTo(first.claim("sub"));
            assertThat(second.claim("sid")).isNotEqualTo(first.claim("sid"));
        }
    }

    @Test
    void whatTheGuildSaysOfAPersonIsLearntAgainAtEachLogin() {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            Arrival before = house.arrive(one, Way.OIDC, "hedy", "desk");
            assertThat(before.userinfo("name")).isEqualTo("Hedy Kiesler");

            files.with("guild", "Hedy Kiesler", "Hedy Lamarr", () -> {
                Arrival after = house.arrive(other, Way.OIDC, "hedy", "desk");
                assertThat(after.userinfo("name")).isEqualTo("Hedy Lamarr");
                assertThat(after.claim("sub")).isEqualTo(before.claim("sub"));
            });
            files.with("guild", "groups: [actors]", "groups: [inventors]", () -> {
                try (PlainBrowser third = new PlainBrowser()) {
                    Arrival after = house.arrive(third, Way.OIDC, "hedy", "desk");
                    assertThat(after.shown().path("userinfo").path("groups").toString())
                            .isEqualTo("[\"inventors\"]");
                }
            });
        }
    }

    @Test
    void thePersonOfTheGuildIsNotThePersonOfTheHouseWithTheSameName() {
        try (PlainBrowser one = new PlainBrowser();
                PlainBrowser other = new PlainBrowser()) {
            Arrival local = house.arrive(one, Way.LOCAL, "eve", "desk");
            Arrival guild = house.arrive(other, Way.OIDC, "eve", "desk");

            assertThat(guild.claim("sub")).isNotEqualTo(local.claim("sub"));
            assertThat(guild.userinfo("name")).isEqualTo("Eve of the Guild");
        }
    }

    @Test
    void aRelyingPartyOfOneConnectorIsServedByThatOneOnly() {
        try (PlainBrowser browser = new PlainBrowser()) {
            house.arrive(browser, Way.LOCAL, "ada", "desk");

            Visit guild = house.enter(browser, "guildhall");
            assertThat(guild.address().getPath())
                    .as("neither Ada's session nor a picker: straight to the guild")
                    .isEqualTo("/realms/guild/login");

            Arrival arrival = Arrival.at(house.password(browser, guild, "emmy"));
            assertThat(arrival.userinfo("name")).isEqualTo("Emmy Noether");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoCancelsIsBackAtTheRelyingPartyWhichIsTold(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = house.enter(browser, "desk");
            if (way.away()) {
                Visit guild = house.through(browser, picker, way.connector);
                picker = browser.carryOn(browser.submit(guild, "form.cancel", Map.of("cancel", "yes")));
                assertThat(picker.address().getPath())
                        .as("who changes their mind at the guild chooses again at the house")
                        .isEqualTo("/realms/house/login");
            }
            Arrival arrival = Arrival.at(browser.submit(picker, "form.cancel", Map.of("cancel", "yes")));
            assertThat(arrival.error()).isEqualTo("access_denied");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoIsSwitchedOffComesInNowhereAnymore(Way way) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival before = house.arrive(browser, way, "eve", "desk");
            assertThat(house.userinfo(before).getStatusCode()).isEqualTo(200);

            String realm = way == Way.LOCAL ? "house" : "guild";
            files.with(realm, "enabled: true # eve's switch", "enabled: false", () -> {
                if (way == Way.LOCAL) { // the guild's word reaches the house at the next login only
                    assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
                    assertRefused(house.refresh("desk", before));
                    assertThat(Arrival.at(house.enter(browser, "shelf", "prompt", "none"))
                                    .error())
                            .isEqualTo("login_required");
                }
                try (PlainBrowser other = new PlainBrowser()) {
                    Visit refused = house.signIn(other, way, "eve", house.enter(other, "desk"));
                    assertThat(refused.address().getPath()).isEqualTo("/realms/" + realm + "/login");
                    assertThat(refused.html().text()).contains("user name or password is not right");
                }
            });
        }
    }

    @Test
    void aRelyingPartySwitchedOffIsServedNoMore() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival before = house.arrive(browser, Way.LOCAL, "ada", "desk");
            files.with("house", "enabled: true # desk's switch", "enabled: false", () -> {
                Visit refused = house.enter(browser, "desk");
                assertThat(refused.status()).isEqualTo(400);
                assertThat(House.reference(refused)).isNotEmpty();
                assertThat(house.refresh("desk", before).getStatusCode()).isIn(400, 401);
                assertThat(house.userinfo(before).getStatusCode()).isEqualTo(401);
            });
        }
    }

    @Test
    void noAddressOnTheWayCarriesAPasswordOrAToken() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Arrival arrival = house.arrive(browser, Way.OIDC, "emmy", "desk");
            List<String> addresses = arrival.trail().stream().map(URI::toString).toList();
            assertThat(addresses).hasSizeGreaterThan(1).noneMatch(address -> address.contains("password-1"));
            assertThat(addresses).noneMatch(address -> address.contains(arrival.text("access_token")));
        }
    }

    private static void assertRefused(HTTPResponse response) {
        assertThat(response.getStatusCode()).isEqualTo(400);
        assertThat(response.getBody()).contains("invalid_grant");
    }
}
