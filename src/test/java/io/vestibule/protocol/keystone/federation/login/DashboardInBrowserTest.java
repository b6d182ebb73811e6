package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.peer.ChromiumBrowser;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a real Chromium: dashboard, portal, campus, dashboard with a token; a token of a project; and out again, everywhere. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@Tag("browser")
@TestProfile(CloudProfile.class)
class DashboardInBrowserTest {
    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    private Campus.Dashboard dashboard;

    @BeforeEach
    void declare() {
        dashboard = campus.declareOnce();
        rules.bind();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    @Test
    void inThroughTheCampusAndOutEverywhere() {
        try (ChromiumBrowser browser = ChromiumBrowser.launch();
                BrowserContext person = browser.person()) {
            Page page = person.newPage();
            page.navigate(door("/v3/auth/OS-FEDERATION/websso/openid"));
            assertThat(page.content()).contains("Sky dashboard");
            ChromiumBrowser.assertAccessible(page);
            ChromiumBrowser.screenshot(page, "websso-portal");
            page.locator("a[href*='/login/with/campus?']").click();
            page.waitForURL(address -> address.contains("/realms/campus/login"));
            page.locator("#username").fill("emmy");
            page.locator("#password").fill("emmy-password-1");
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions().setName("Sign in").setExact(true))
                    .click();
            String unscoped = token(page);
            String scoped = scoped(unscoped);
            validated(scoped)
                    .then()
                    .statusCode(200)
                    .body("token.methods", contains("token", "openid"))
                    .body("token.user.name", equalTo("emmy"))
                    .body("token.user.OS-FEDERATION.identity_provider.id", equalTo("campus"))
                    .body("token.project.name", equalTo("telescope"));

            page.navigate(door("/v3/auth/OS-FEDERATION/identity_providers/campus/protocols/openid/websso"));
            String another = token(page);
            assertThat(another).isNotEqualTo(unscoped);

            page.navigate(door("/v3/auth/OS-FEDERATION/logout"));
            ChromiumBrowser.assertAccessible(page);
            page.getByRole(
                            AriaRole.BUTTON,
                            new Page.GetByRoleOptions()
                                    .setName("Sign out everywhere")
                                    .setExact(true))
                    .click();
            page.waitForURL(dashboard.at("/"));
            for (String dead : List.of(unscoped, scoped, another)) {
                validated(dead).then().statusCode(401);
            }
        }
    }

    private String token(Page page) {
        page.waitForURL(dashboard.at("/auth/websso/"));
        return page.locator("pre").innerText();
    }

    private String scoped(String token) {
        return given().contentType("application/json")
                .body(Map.of(
                        "auth",
                        Map.of(
                                "identity",
                                Map.of("methods", List.of("token"), "token", Map.of("id", token)),
                                "scope",
                                Map.of("project", Map.of("id", rules.project())))))
                .post(campus.sky("/v3/auth/tokens"))
                .header("X-Subject-Token");
    }

    private Response validated(String token) {
        return given().header("X-Auth-Token", token)
                .header("X-Subject-Token", token)
                .get(campus.sky("/v3/auth/tokens"));
    }

    private String door(String path) {
        return campus.sky(path) + "?origin=" + URLEncoder.encode(dashboard.at("/auth/websso/"), StandardCharsets.UTF_8);
    }
}
