package io.vestibule.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.vestibule.journey.JourneyClock;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@QuarkusTest
@TestProfile(SampleProfile.class)
@TestInstance(Lifecycle.PER_CLASS) // whose clock goes on from test to test
class OperatorTemplatesTest {
    private static final Path FOLDER = SampleProfile.TEMPLATES;

    @Inject
    JourneyClock clock;

    private Duration ahead = Duration.ZERO;

    @AfterEach
    void asItWas() throws IOException {
        takeAway();
    }

    @AfterAll
    void now() {
        clock.backToNow();
    }

    private void takeAway() throws IOException {
        try (Stream<Path> files = Files.exists(FOLDER) ? Files.walk(FOLDER) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        lookedAtAgain();
    }

    @Test
    void aPageOfTheOperatorStandsInFrontOfOursAndGoesWhenItIsTakenAway() throws Exception {
        put(
                "signed-out.html",
                "{#include layout}{#title}Bye{/title}<h1>Farewell {page.parties.get(0).name}</h1>{/include}");
        assertThat(body("signed-out"))
                .contains("<h1>Farewell Planner</h1>", "Acme Research")
                .doesNotContain("You are signed out");
        takeAway();
        assertThat(body("signed-out")).contains("You are signed out");
    }

    @Test
    void aPageOfTheOperatorEscapesAsOursDo() throws Exception {
        put("signed-out.html", "<h1>{page.parties.get(0).name}</h1>");
        assertThat(body("nasty-signed-out")).contains("&lt;script&gt;").doesNotContain("<script>alert");
    }

    @Test
    void aTextOfTheOperatorReplacesOneOfOurs() throws Exception {
        put("messages/en.properties", "choose_submit = Let me in");
        assertThat(body("choose")).contains(">Let me in</button>", "User name or e-mail");
    }

    @Test
    void aBrokenPageOfTheOperatorLocksNobodyOut() throws Exception {
        put("choose.html", "{#if page.nothing}{page.noSuchThing}");
        assertThat(body("choose")).contains("Sign in", "name=\"password\"");
        put("error.html", "{page.noSuchThing}");
        assertThat(body("error-bad-request")).contains("7KQ2MWX4TB");
    }

    @Test
    void aStyleSheetOfTheOperatorIsServedUnderANewAddress() throws Exception {
        String before = stylesheet();
        put("assets/portal.css", "body{color:#123456}");
        String after = stylesheet();
        assertThat(after).isNotEqualTo(before);
        Response served = given().get(after);
        assertThat(served.body().asString()).isEqualTo("body{color:#123456}");
        assertThat(served.header("Cache-Control")).contains("immutable");
        assertThat(given().get(before).statusCode()).isEqualTo(404);
    }

    @Test
    void nothingOutsideTheFolderIsRead() throws Exception {
        put("choose.html", "inside");
        TemplateFolder folder = new TemplateFolder(FOLDER.toString(), Clock.systemUTC());
        assertThat(folder.read("choose.html")).isPresent();
        for (String outside : List.of("../../pom.xml", "assets/../../../pom.xml", "/etc/passwd")) {
            assertThat(folder.read(outside)).as(outside).isEmpty();
        }
    }

    private static String body(String name) {
        return BrowserReplyFilterTest.sample(name).body().asString();
    }

    private static String stylesheet() {
        return BrowserReplyFilterTest.sample("choose")
                .htmlPath()
                .getString("**.find { it.@rel == 'stylesheet' }.@href");
    }

    private void put(String name, String content) throws IOException {
        Path file = FOLDER.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        lookedAtAgain();
    }

    /** The folder is looked at once a second. */
    private void lookedAtAgain() {
        ahead = ahead.plusSeconds(2);
        clock.move(ahead);
    }
}
