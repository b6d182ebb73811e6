package io.vestibule.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(SampleProfile.class)
class BrowserReplyFilterTest {
    @Test
    void aRedirectIsASeeOtherThatNothingKeeps() {
        Response response = sample("redirect");
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.header("Location")).isEqualTo("https://app.example.org/cb?code=a%20b");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.body().asString()).isEmpty();
    }

    @Test
    void aPageHasItsStatusAndItsCookies() {
        Response response = sample("error-bad-request");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.contentType()).isEqualTo("text/html;charset=utf-8");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.headers().getValues("Set-Cookie"))
                .containsExactly("flow-binding=abc; Path=/realms/acme; Max-Age=600; HttpOnly; SameSite=Lax");
    }

    @Test
    void aPageRunsNothingThatIsNotAFileOfOurs() {
        assertThat(policy("choose"))
                .isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                        + "form-action 'self' https://planner.example.org:8443 myapp:; "
                        + "frame-ancestors 'none'; base-uri 'none'");
    }

    @Test
    void onlyApplicationsThatAreToldSoAreFramed() {
        assertThat(policy("choose")).doesNotContain("frame-src");
        assertThat(policy("signed-out"))
                .contains("; frame-src 'self' http://127.0.0.1:8 http://127.0.0.1:9; form-action");
    }

    @Test
    void picturesMayComeFromWhereALogoIsAndFromNowhereElse() {
        assertThat(policy("nasty-choose")).contains("img-src 'self' data: https://cdn.example.org;");
    }

    @Test
    void noPageCanBeFramedSniffedOrTrackedByItsAddress() {
        for (String name : SamplePages.all().keySet()) {
            Response response = sample(name);
            if (response.statusCode() == 303) {
                continue;
            }
            boolean within = name.equals("told"); // what comes back from an application in a frame of our own page
            assertThat(response.header("X-Frame-Options")).as(name).isEqualTo(within ? "SAMEORIGIN" : "DENY");
            assertThat(response.header("X-Content-Type-Options")).as(name).isEqualTo("nosniff");
            assertThat(response.header("Referrer-Policy")).as(name).isEqualTo("no-referrer");
            assertThat(response.header("Permissions-Policy")).as(name).contains("camera=()");
            assertThat(response.header("Content-Security-Policy"))
                    .as(name)
                    .contains("frame-ancestors " + (within ? "'self'" : "'none'") + "; base-uri 'none'")
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void anAutoPostPageHoldsEveryFieldAsText() {
        Response response = sample("auto-post");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.htmlPath().getString("**.find { it.@name == 'SAMLResponse' }.@value"))
                .isEqualTo(SamplePages.NASTY);
        assertThat(policy("auto-post")).contains("form-action 'self' https:;");
    }

    @Test
    void noNameFromOutsideBecomesMarkup() {
        for (String name : SamplePages.all().keySet()) {
            String html = sample(name).body().asString();
            assertThat(html)
                    .as(name)
                    .doesNotContain("<script>alert", "<img src=x", "javascript:", "href=\"\"", "NOT_FOUND}");
        }
    }

    @Test
    void aWrongPasswordAnsweredToAPostStillShowsThePage() {
        Response response = english().post("/realms/acme/sample/choose-wrong");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body().asString()).contains("The user name or password is not right");
    }

    private static String policy(String name) {
        return sample(name).header("Content-Security-Policy");
    }

    static Response sample(String name) {
        return english().get("/realms/acme/sample/" + name);
    }

    static RequestSpecification english() {
        return given().redirects().follow(false).header("Accept-Language", "en");
    }
}
