package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.directory.TestFactors;
import io.vestibule.identity.RealmName;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.realm.Realms;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever has several ways in is one user of the cloud, whichever they come by to the dashboard. */
@QuarkusTest
@TestProfile(JourneyProfile.class)
@Tag("keystone")
@Tag("saml") // the abbey's protocol
class LinkedKeystoneUserJourneyTest {
    @Inject
    House house;

    @Inject
    IdentityApi cloud;

    @Inject
    AccountApi account;

    @Inject
    RealmFiles files;

    @Inject
    TestFactors people;

    @Inject
    Realms realms;

    @Test
    void theUserOfTheTokenIsTheSameByEveryLinkedIdentityAndIsTheSub() {
        people.made(realms.find(new RealmName("house")).orElseThrow(), "wally", "wally@orbit.example");
        cloud.with(() -> files.with("house", "  # further relying parties", dashboard(), this::byEach));
    }

    private void byEach() {
        house.awaken();
        try (PlainBrowser browser = new PlainBrowser()) {
            String sub = house.arrive(browser, Way.LOCAL, "wally", "desk").claim("sub");
            String user = sub.replace("-", "");
            Response own = shown(handed(browser));
            assertThat((String) own.path("token.user.id")).isEqualTo(user);
            assertThat(own.jsonPath().getList("token.methods")).isEqualTo(List.of("password"));
            for (String connector : List.of("guild", "abbey")) {
                link(browser, connector);
            }
            for (Way way : List.of(Way.OIDC, Way.SAML)) {
                try (PlainBrowser other = new PlainBrowser()) {
                    assertThat(house.arrive(other, way, "roberta", "desk").claim("sub"))
                            .as("by %s", way)
                            .isEqualTo(sub);
                    Response token = shown(handed(other));
                    assertThat((String) token.path("token.user.id"))
                            .as("by %s", way)
                            .isEqualTo(user);
                    assertThat((String) token.path("token.user.name")).isEqualTo("wally");
                }
            }
        }
    }

    /** The account that roberta has over there becomes one of wally's. */
    private void link(PlainBrowser browser, String connector) {
        URI away = URI.create(account.post(browser, "/identities", Map.of("connector", connector))
                .body()
                .path("location")
                .asText());
        Visit question = house.password(browser, browser.carryOn(browser.open(away)), "roberta");
        browser.carryOn(browser.submit(question, "form:has([name=answer])", Map.of("answer", "yes")));
        assertThat(account.get(browser, "/identities").body().path("identities").findValuesAsText("connector"))
                .contains(connector);
    }

    private String handed(PlainBrowser browser) {
        String origin = house.party("/dashboard/websso").toString();
        Visit handed = browser.open(URI.create(
                cloud.base() + "/auth/OS-FEDERATION/websso/openid?" + Query.write(Map.of("origin", origin))));
        assertThat(handed.html().select("#auto-post").attr("action"))
                .as(handed.body())
                .isEqualTo(origin);
        return handed.html().select("#auto-post [name=token]").attr("value");
    }

    private Response shown(String token) {
        Response shown = cloud.as(token).header("X-Subject-Token", token).get(cloud.base() + "/auth/tokens");
        shown.then().statusCode(200);
        return shown;
    }

    private String dashboard() {
        return """
                  - id: dashboard
                    name: Dashboard
                    consent: trusted
                    keystone:
                      origins: ["%s"]
                """.formatted(house.party("/dashboard/websso")).stripTrailing();
    }
}
