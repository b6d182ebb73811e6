package io.vestibule.protocol.keystone.federation.login;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.directory.Domain;
import io.vestibule.journey.AuditLines;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import io.vestibule.protocol.keystone.CloudProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several identity providers behind one connector: whoever vouched says by which of them somebody came, at every door. */
@QuarkusTest
@Tag("keystone")
@Tag("oidc")
@TestProfile(CloudProfile.class)
class WhoVouchedTest {
    private static final String ANY = "/v3/auth/OS-FEDERATION/websso/openid";
    private static final String ONE = "/v3/auth/OS-FEDERATION/identity_providers/%s/protocols/openid/websso";
    private static final String ELSEWHERE = "https://elsewhere.example";

    private Campus.Dashboard dashboard;

    @Inject
    Campus campus;

    @Inject
    CampusRules rules;

    @Inject
    AuditLines audit;

    @BeforeEach
    void declare() {
        dashboard = campus.declareOnce();
        rules.bind();
        audit.begin();
    }

    @AfterEach
    void forget() {
        rules.unbind();
    }

    @Test
    void aProviderThatIsAnotherUpstreamLetsNobodyInAtThePortal() {
        rules.remoteIds(ELSEWHERE);
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(refused(signedIn(browser, ANY))).isEqualTo("remote-id-unknown");
        }
        rules.remoteIds(issuer());
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(provider(signedIn(browser, ANY))).isEqualTo("campus");
        }
    }

    @Test
    void theOneThatNamesWhoVouchedComesBeforeThoseThatTakeAnybody() {
        rules.beside("beside", Optional.empty(), issuer());
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(provider(signedIn(browser, ANY))).isEqualTo("beside");
        }
    }

    @Test
    void theRealmsOwnComesBeforeADomains() {
        rules.remoteIds(ELSEWHERE);
        rules.beside("aside", Optional.of(Domain.DEFAULT));
        rules.beside("beside", Optional.empty());
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(provider(signedIn(browser, ANY))).isEqualTo("beside");
        }
    }

    @Test
    void nobodyHasATokenOfAProviderWhoseRulesDidNotLetThemIn() {
        rules.beside("beside", Optional.empty(), issuer());
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(provider(signedIn(browser, ONE.formatted("beside")))).isEqualTo("beside");
            assertThat(refused(browser.open(door(ONE.formatted("campus"))))).isEqualTo("came-through-another");
        }
    }

    @Test
    void nobodyHasATokenOfAProviderThatIsAnotherUpstreamNow() {
        try (PlainBrowser browser = new PlainBrowser()) {
            assertThat(provider(signedIn(browser, ANY))).isEqualTo("campus");
            rules.remoteIds(ELSEWHERE);
            assertThat(refused(browser.open(door(ANY)))).isEqualTo("remote-id-unknown");
        }
    }

    private Visit signedIn(PlainBrowser browser, String path) {
        Visit page = browser.open(door(path));
        String campusLink = page.html().select("a[href*=/login/with/campus?]").attr("abs:href");
        Visit form = campusLink.isEmpty() ? page : browser.open(URI.create(campusLink));
        return browser.submit(
                form, "form:has([name=password])", Map.of("username", "emmy", "password", "emmy-password-1"));
    }

    private String refused(Visit page) {
        assertThat(page.status()).as(page.body()).isEqualTo(403);
        return audit.refusal(page.html().select("#reference").text())
                .path("reason")
                .asText();
    }

    private String provider(Visit page) {
        String token = page.html().select("#auto-post [name=token]").attr("value");
        assertThat(token).as(page.body()).isNotEmpty();
        return given().header("X-Auth-Token", token)
                .header("X-Subject-Token", token)
                .get(campus.sky("/v3/auth/tokens"))
                .path("token.user.OS-FEDERATION.identity_provider.id");
    }

    private String issuer() {
        return campus.campus("").toString();
    }

    private URI door(String path) {
        return campus.sky(path + "?origin=" + URLEncoder.encode(dashboard.at("/auth/websso/"), StandardCharsets.UTF_8));
    }
}
