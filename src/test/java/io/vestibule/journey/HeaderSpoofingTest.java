package io.vestibule.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vestibule.peer.PlainBrowser;
import io.vestibule.peer.PlainBrowser.Visit;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers that claim another host, and parameters that would like to be headers or script (security case 46). */
@QuarkusTest
@TestProfile(JourneyProfile.class)
class HeaderSpoofingTest {
    private static final List<String> SPOOFED = List.of(
            "Host: evil.example",
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Server: evil.example",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Ssl: on",
            "X-Forwarded-Port: 666",
            "X-Forwarded-Prefix: /evil.example",
            "X-Forwarded-For: 203.0.113.66",
            "X-Original-URL: /evil.example",
            "X-Rewrite-URL: /evil.example",
            "Forwarded: for=203.0.113.66;host=evil.example;proto=https");

    @Inject
    House house;

    @Inject
    AuditLines audit;

    @ParameterizedTest
    @ValueSource(
            strings = {"/.well-known/openid-configuration", "", "/sign-in", "/login?flow=x", "/sign-out", "/nothing"})
    void noClaimOfAnotherHostIsSeenInWhatIsAnswered(String path) throws IOException {
        String usual = spoofed(path, List.of("Host: localhost"));
        for (String header : SPOOFED) {
            List<String> headers = header.startsWith("Host") ? List.of(header) : List.of("Host: localhost", header);
            String answer = spoofed(path, headers);
            assertThat(answer).as(header).doesNotContain("evil.example", ":666");
            assertThat(lasting(answer)).as(header).isEqualTo(lasting(usual));
        }
    }

    @Test
    void theAddressInTheAuditLogIsThePeers() throws IOException {
        audit.begin();
        spoofed("/authorize?client_id=nobody", List.of("Host: localhost", "X-Forwarded-For: 203.0.113.66"));
        spoofed("/authorize?client_id=nobody", List.of("Host: localhost", "Forwarded: for=203.0.113.66"));
        assertThat(audit.all())
                .hasSize(2)
                .allMatch(line -> line.path("address").asText().equals("127.0.0.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "login_hint", "ui_locales", "acr_values", "nonce", "client_id", "scope"})
    void aParameterWithALineBreakMakesNoHeader(String name) {
        try (PlainBrowser browser = new PlainBrowser()) {
            Map<String, String> query = Query.read(authorize(browser));
            query.put(
                    name,
                    query.getOrDefault(name, "") + "x\r\nSet-Cookie: injected=1\r\nX-Injected: 1\r\n\r\n<script>");
            query.put("prompt", "none"); // the refusal goes back with the state in it
            HttpResponse<String> answer =
                    browser.ask(HttpRequest.newBuilder(URI.create(house.at("/authorize") + "?" + Query.write(query))));

            assertThat(answer.headers().firstValue("X-Injected")).isEmpty();
            assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("injected"));
            assertThat(answer.headers().firstValue("Location").orElse("")).doesNotContain("\n", "\r", "<script>");
            assertThat(answer.body()).doesNotContain("<script>");
        }
    }

    @Test
    void whatTheApplicationHintsIsTextOnThePage() {
        try (PlainBrowser browser = new PlainBrowser()) {
            String hint = "\"><script>alert(1)</script><b a='";
            Visit picker = house.enter(browser, "desk", "login_hint", hint);
            assertThat(picker.html().select("#username").attr("value")).isEqualTo(hint);
            assertThat(picker.html().select("script:not([src])")).isEmpty();
        }
    }

    @Test
    void noPageOfALoginCanBeFramedOrKept() {
        try (PlainBrowser browser = new PlainBrowser()) {
            Visit picker = house.enter(browser, "desk");
            HttpResponse<String> page = browser.ask(HttpRequest.newBuilder(picker.address()));
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("frame-ancestors 'none'", "default-src 'none'")
                    .doesNotContain("unsafe-inline");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }

    private URI authorize(PlainBrowser browser) {
        return URI.create(browser.ask(HttpRequest.newBuilder(house.door("desk")))
                .headers()
                .firstValue("Location")
                .orElseThrow());
    }

    /** One request written by hand: a client library does not let anybody lie about the host. */
    private String spoofed(String path, List<String> headers) throws IOException {
        URI address = house.at(path);
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), address.getPort())) {
            String target = address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery());
            String request =
                    "GET " + target + " HTTP/1.1\r\nAccept: text/html,application/json\r\nConnection: close\r\n"
                            + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Without what differs from one answer to the next. */
    private static String lasting(String answer) {
        return answer.replaceAll("flow=[A-Za-z0-9_-]+", "flow=…")
                .replaceAll("(?i)set-cookie: (vestibule-[a-z-]+)=[^;]+", "set-cookie: $1=…")
                .replaceAll("name=\"flow\" value=\"[^\"]+\"", "name=\"flow\"")
                .replaceAll("<code id=\"reference\"[^<]+<", "<code id=\"reference\"><")
                .replaceAll("(?i)(date|expires): [^\r\n]+", "$1: …");
    }
}
