package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One user, one set of roles: told alike by OpenID Connect, by SAML and by OpenStack's Identity API. */
@QuarkusTest
@Tag("saml")
@Tag("keystone")
@TestProfile(JourneyProfile.class)
class ThreeDialectsJourneyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KIOSK_BLOCK = "    saml:\n      metadata:";
    private static final String TOLD = "      release: [name, roles, project, project_domain, scope]\n"
            + "      attributes: { openstack_roles: roles, openstack_project: project }\n"
            + "      metadata:";

    @Inject
    House house;

    @Inject
    Kiosk kiosk;

    @Inject
    RealmFiles files;

    @Test
    void theSameRolesOnOneProjectByThreeDialects() {
        files.with(
                "house",
                KIOSK_BLOCK,
                kioskTold("project:Default/apollo"),
                () -> files.with("house", "\npeople:", "\nkeystone: {}\n\npeople:", () -> {
                    try (PlainBrowser browser = new PlainBrowser()) {
                        Visit picker = house.enter(browser, "crane", "scope", "openid project:Default/apollo");
                        Arrival crane = Arrival.at(house.signIn(browser, Way.LOCAL, "ada", picker));
                        JsonNode assertion = JSON.readTree(kiosk.enter(browser).body());
                        JsonNode token = keystoneToken("apollo");

                        List<String> byOidc = texts(crane.shown().at("/claims/roles"));
                        assertThat(byOidc).containsExactly("member", "reader");
                        assertThat(attribute(assertion, "roles")).isEqualTo(byOidc);
                        assertThat(attribute(assertion, "openstack_roles")).isEqualTo(byOidc);
                        assertThat(new TreeSet<>(token.at("/token/roles").findValuesAsText("name")))
                                .containsExactlyElementsOf(byOidc);

                        assertThat(attribute(assertion, "project")).containsExactly("apollo");
                        assertThat(attribute(assertion, "project_domain")).containsExactly("Default");
                        assertThat(token.at("/token/project/name").asText()).isEqualTo("apollo");
                        assertThat(token.at("/token/user/id").asText())
                                .isEqualTo(crane.claim("sub").replace("-", ""));
                    } catch (IOException | InterruptedException broken) {
                        throw new AssertionError(broken);
                    }
                }));
    }

    @Test
    void aServiceProviderMayLetThePersonChoose() {
        files.with("house", KIOSK_BLOCK, kioskTold("choose"), () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit page = house.signIn(browser, Way.LOCAL, "ada", kiosk.enter(browser));
                assertThat(page.address().getPath()).isEqualTo("/realms/house/login/scope");
                Visit arrived = browser.carryOn(
                        browser.submit(page, "form:has([name=scope])", Map.of("scope", "domain:Default")));
                JsonNode assertion = read(arrived);
                assertThat(attribute(assertion, "roles")).containsExactly("reader");
                assertThat(attribute(assertion, "scope")).containsExactly("domain:Default");
                assertThat(attribute(assertion, "project")).isEmpty();
            }
        });
    }

    @Test
    void whoHasNoRoleThereIsNotLetInToTheServiceProvider() {
        files.with("house", KIOSK_BLOCK, kioskTold("project:Default/apollo"), () -> {
            try (PlainBrowser browser = new PlainBrowser()) {
                Visit refused = house.signIn(browser, Way.LOCAL, "katherine", kiosk.enter(browser));
                assertThat(read(refused).path("status").toString()).contains("RequestDenied");
            }
        });
    }

    private static String kioskTold(String scope) {
        return "    saml:\n      scope: " + scope + "\n" + TOLD;
    }

    private JsonNode keystoneToken(String project) throws IOException, InterruptedException {
        String domain = "{\"id\":\"default\"}";
        String body = """
                {"auth":{"identity":{"methods":["password"],"password":{"user":
                  {"name":"ada","domain":%1$s,"password":"ada-password-1"}}},
                  "scope":{"project":{"name":"%2$s","domain":%1$s}}}}""".formatted(domain, project);
        URI tokens = house.at("/v3/auth/tokens");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(tokens)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            return JSON.readTree(answer.body());
        }
    }

    private static JsonNode read(Visit visit) {
        try {
            return JSON.readTree(visit.body());
        } catch (IOException elsewhere) {
            throw new AssertionError(
                    "not at the service provider, after " + visit.trail() + ":\n" + visit.body(), elsewhere);
        }
    }

    private static List<String> attribute(JsonNode assertion, String name) {
        return texts(assertion.path("attributes").path(name));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
