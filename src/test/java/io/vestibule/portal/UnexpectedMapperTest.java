package io.vestibule.portal;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(SampleProfile.class)
class UnexpectedMapperTest {
    private final List<String> audited = new ArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord line) {
            audited.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        Logger.getLogger("io.vestibule.audit").addHandler(ear);
    }

    @AfterEach
    void stopListening() {
        Logger.getLogger("io.vestibule.audit").removeHandler(ear);
    }

    @Test
    void aBrowserAtAnUnknownAddressGetsAPageWithAReferenceAndAWayOn() {
        Response response = browser("/realms/acme/nothing-here");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body().asString()).contains("There is nothing here", "Acme Research", "/realms/acme\"");
        assertThat(audited).anyMatch(line -> line.contains("\"not-found\"") && line.contains(reference(response)));
        assertThat(response.header("Content-Security-Policy")).contains("default-src 'none'");
    }

    @Test
    void aProgramGetsAProblemDocument() {
        Response response = given().accept("application/json").get("/nothing-here");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.jsonPath().getInt("status")).isEqualTo(404);
        assertThat(audited).anyMatch(line -> line.contains(response.jsonPath().getString("reference")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/realms/acme/broken", "/realms/acme/broken/page"})
    void aFailureOfOursShowsNothingFromInside(String path) {
        Response response = browser(path);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body().asString())
                .contains("Something went wrong on our side")
                .doesNotContain("hunter2", "Exception", "no-such-template");
        assertThat(audited).anyMatch(line -> line.contains("unexpected-failure") && line.contains(reference(response)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/realms/no-such-realm",
                "/realms/%3Cscript%3E",
                "/realms/acme/..%2f..%2fetc",
                "/assets/..%2fchoose.html"
            })
    void whatIsNotThereIsNotThere(String path) {
        Response response =
                given().urlEncodingEnabled(false).accept("text/html").get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body().asString()).contains("There is nothing here");
    }

    @Test
    void aMethodThatIsNotTakenIsRefusedWithAPage() {
        Response response =
                given().accept("text/html").header("Accept-Language", "en").put("/assets/portal.css");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(reference(response)).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?claims={%22a%22:1}", "?a=x^y", "/%zz", "/{x}", "?x=%zz", "/a|b?c"})
    void whatIsNoAddressIsRefusedWithAPageAndToldOnce(String rest) throws IOException {
        String path = "/realms/acme/login" + rest;
        String page = raw("GET " + path + " HTTP/1.1\r\nAccept: text/html\r\nAccept-Language: en\r\n");
        assertThat(page)
                .startsWith("HTTP/1.1 400 ")
                .contains("Acme Research", "percent-encoded", "Content-Security-Policy", "Give them the reference");
        String asked = "GET " + path.replaceAll("\\?.*", "");
        assertThat(audited)
                .filteredOn(line -> line.contains("refused"))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("\"malformed-address\"", asked, "\"realm\":\"acme\""));
        audited.clear();

        String problem = raw("POST " + path + " HTTP/1.1\r\nAccept: application/json\r\nContent-Length: 2\r\n");
        assertThat(problem)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "\"status\":400", "percent-encoded");
        assertThat(audited).filteredOn(line -> line.contains("refused")).hasSize(1);
    }

    @Test
    void thePageForWhatIsNoAddressHasNone() {
        assertThat(browser("/realms/-/malformed-address").statusCode()).isEqualTo(404);
        assertThat(browser("/realms/acme/malformed-address").statusCode()).isEqualTo(404);
    }

    @Test
    void soItIsWhereThereIsNoRealm() throws IOException {
        String page = raw("GET /nowhere?x={} HTTP/1.1\r\nAccept: text/html\r\nAccept-Language: en\r\n");
        assertThat(page).startsWith("HTTP/1.1 400 ").contains("percent-encoded");
        assertThat(audited).anyMatch(line -> line.contains("malformed-address") && line.contains("GET /nowhere"));
    }

    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            String body = head.contains("Content-Length") ? "{}" : "";
            socket.getOutputStream()
                    .write((head + "Host: localhost\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Response browser(String path) {
        return given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .header("Accept-Language", "en")
                .get(path);
    }

    private static String reference(Response page) {
        return page.htmlPath().getString("**.find { it.@id == 'reference' }");
    }
}
